// Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
// Models of `crm`.

import { Shape, holds, made } from '../shape.js'
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
  made: made(function (a) {
    this.id = a[0]
    this.name = a[1]
    this.phone = a[2]
    this.email = a[3]
    this.verified = a[4]
    this.metadata = a[5]
    this.createdAt = a[6]
    this.updatedAt = a[7]
  }),
  hidden: { name: 'personal', phone: 'personal', email: 'personal', metadata: 'personal' },
  hides: (o) => holds(o.name) || holds(o.phone) || holds(o.email) || holds(o.metadata),
})
