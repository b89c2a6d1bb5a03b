// Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
// Models of `crm`.

import { Shape, holds, isAny, isBoolean, isId, isText, isTime, made } from '../shape.js'
import type { Metadata, Timestamp } from '../values.js'
import type { ContactId } from './ids.js'

/** A person. */
export interface Contact {
  /** The contact's ID. */
  id: ContactId
  /** The person's name. */
  name: string | null
  /** The person's phone number. */
  phone: string | null
  /** The person's e-mail address. */
  email: string | null
  /** Whether somebody made sure that the phone number is the person's. */
  verified: boolean
  /** The caller's own data. */
  metadata: Metadata
  /** When it was created. */
  createdAt: Timestamp
  /** When it last changed. */
  updatedAt: Timestamp
}

/** @internal */
export const contactShape = new Shape<Contact>('Contact', [
  ['id', 'id', 'id:ctc', 0],
  ['name', 'name', 'text', 1],
  ['phone', 'phone', 'text', 1],
  ['email', 'email', 'text', 1],
  ['verified', 'verified', 'boolean', 0],
  ['metadata', 'metadata', 'any', 0],
  ['created_at', 'createdAt', 'time', 0],
  ['updated_at', 'updatedAt', 'time', 0],
], {
  made: made(function (o) {
    this.id = o.id
    this.name = o.name
    this.phone = o.phone
    this.email = o.email
    this.verified = o.verified
    this.metadata = o.metadata
    this.createdAt = o.created_at
    this.updatedAt = o.updated_at
  }),
  quick: (Made) => (o) =>
    isId(o.id, 'ctc') &&
    (o.name === null || isText(o.name)) &&
    (o.phone === null || isText(o.phone)) &&
    (o.email === null || isText(o.email)) &&
    isBoolean(o.verified) &&
    isAny(o.metadata) &&
    isTime(o.created_at) &&
    isTime(o.updated_at)
      ? new Made(o)
      : undefined,
  hidden: { name: 'personal', phone: 'personal', email: 'personal', metadata: 'personal' },
  hides: (o) => holds(o.name) || holds(o.phone) || holds(o.email) || holds(o.metadata),
})
