// Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
// Models of `problem`.

import { Shape, made } from '../shape.js'
import { slotShape } from './calendar.js'
import type { Slot } from './calendar.js'
import type { RequestId } from './ids.js'

/** One member of a request that is not valid. */
export interface FieldError {
  /** Where it stands: a JSON pointer into the request. */
  param: string
  /** What kind of fault it is: `missing`, `unknown`, `invalid`. */
  code: string
  /** What is wrong, and what would be right. */
  detail: string
}

/** @internal */
export const fieldErrorShape = new Shape<FieldError>('FieldError', [
  ['param', 'param', 'text', 0],
  ['code', 'code', 'text', 0],
  ['detail', 'detail', 'text', 0],
], {
  made: made(function (a) {
    this.param = a[0]
    this.code = a[1]
    this.detail = a[2]
  }),
})

/** A refusal as the platform writes it: `application/problem+json`. */
export interface Problem {
  /** A link to the documentation of the code. */
  type: string
  /** The code in words. */
  title: string
  /** The HTTP status. */
  status: number
  /** What happened this time. */
  detail?: string | null | undefined
  /** Where it happened: the path of the request. */
  instance?: string | null | undefined
  /** The machine-readable reason. */
  code: string
  /** The member at fault: a JSON pointer into the request. */
  param?: string | null | undefined
  /** Every member at fault, where the request is not valid. */
  errors: FieldError[]
  /** On `slot_taken`: up to three open slots, soonest first. */
  nextSlots?: Slot[] | null | undefined
  /** On `invalid_transition`: the state that the record is in. */
  from?: string | null | undefined
  /** On `invalid_transition`: the state that was asked for. */
  to?: string | null | undefined
  /** On `otp_incorrect`: how often the code may still be tried. */
  attemptsLeft?: number | null | undefined
  /** The request that was refused. */
  requestId?: RequestId | null | undefined
  /** What the request belonged to. */
  correlationId?: string | null | undefined
}

/** @internal */
export const problemShape = new Shape<Problem>('Problem', [
  ['type', 'type', 'text', 0],
  ['title', 'title', 'text', 0],
  ['status', 'status', 'integer', 0],
  ['detail', 'detail', 'text', 3],
  ['instance', 'instance', 'text', 3],
  ['code', 'code', 'text', 0],
  ['param', 'param', 'text', 3],
  ['errors', 'errors', [fieldErrorShape], 2],
  ['next_slots', 'nextSlots', [slotShape], 3],
  ['from', 'from', 'text', 3],
  ['to', 'to', 'text', 3],
  ['attempts_left', 'attemptsLeft', 'integer', 3],
  ['request_id', 'requestId', 'id:req', 3],
  ['correlation_id', 'correlationId', 'text', 3],
], {
  made: made(function (a) {
    this.type = a[0]
    this.title = a[1]
    this.status = a[2]
    this.detail = a[3]
    this.instance = a[4]
    this.code = a[5]
    this.param = a[6]
    this.errors = a[7].map((item: any) => fieldErrorShape.make(item))
    this.nextSlots = a[8] === null ? null : a[8].map((item: any) => slotShape.make(item))
    this.from = a[9]
    this.to = a[10]
    this.attemptsLeft = a[11]
    this.requestId = a[12]
    this.correlationId = a[13]
  }),
})
