// Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
// Models of `problem`.

import { Shape, isId, isInteger, isText, listOf, made } from '../shape.js'
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
  made: made(function (o) {
    this.param = o.param
    this.code = o.code
    this.detail = o.detail
  }),
  quick: (Made) => (o) =>
    isText(o.param) &&
    isText(o.code) &&
    isText(o.detail)
      ? new Made(o)
      : undefined,
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
  made: made(function (o) {
    this.type = o.type
    this.title = o.title
    this.status = o.status
    this.detail = o.detail
    this.instance = o.instance
    this.code = o.code
    this.param = o.param
    this.errors = listOf(o.errors, (item) => fieldErrorShape.read(item))
    this.nextSlots = o.next_slots === null ? null : listOf(o.next_slots, (item) => slotShape.read(item))
    this.from = o.from
    this.to = o.to
    this.attemptsLeft = o.attempts_left
    this.requestId = o.request_id
    this.correlationId = o.correlation_id
  }),
  quick: (Made) => (o) =>
    isText(o.type) &&
    isText(o.title) &&
    isInteger(o.status) &&
    (o.detail === null || isText(o.detail)) &&
    (o.instance === null || isText(o.instance)) &&
    isText(o.code) &&
    (o.param === null || isText(o.param)) &&
    (o.from === null || isText(o.from)) &&
    (o.to === null || isText(o.to)) &&
    (o.attempts_left === null || isInteger(o.attempts_left)) &&
    (o.request_id === null || isId(o.request_id, 'req')) &&
    (o.correlation_id === null || isText(o.correlation_id))
      ? new Made(o)
      : undefined,
})
