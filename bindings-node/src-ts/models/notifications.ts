// Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
// Models of `notifications`.

import { Shape, made } from '../shape.js'
import type { Timestamp } from '../values.js'
import type { Channel } from './calendar.js'
import type { ContactId, MessageId } from './ids.js'

/**
 * Where a message stands.
 *
 * - `queued`: It will be sent.
 * - `sent`: A provider took it.
 * - `delivered`: It arrived.
 * - `failed`: No channel took it.
 */
export type MessageStatus = 'queued' | 'sent' | 'delivered' | 'failed' | (string & {})

/** A channel that was tried. */
export interface MessageAttempt {
  /** The channel. */
  channel: Channel
  /** When it was tried. */
  attemptedAt: Timestamp
  /** Why it did not take the message, or null where it did. */
  error: string | null
}

/** @internal */
export const messageAttemptShape = new Shape<MessageAttempt>('MessageAttempt', [
  ['channel', 'channel', 'text', 0],
  ['attempted_at', 'attemptedAt', 'time', 0],
  ['error', 'error', 'text', 1],
], {
  made: made(function (a) {
    this.channel = a[0]
    this.attemptedAt = a[1]
    this.error = a[2]
  }),
})

/** A message. */
export interface Message {
  /** The message's ID. */
  id: MessageId
  /** Who receives it. */
  contactId: ContactId
  /** The name of its text. */
  template: string
  /** The channels, in the order in which they are tried. */
  channels: Channel[]
  /** Where it stands. */
  status: MessageStatus
  /** The channel that took it, or null where none did. */
  channel: Channel | null
  /** Every channel that was tried. */
  attempts: MessageAttempt[]
  /** When it was sent. */
  createdAt: Timestamp
}

/** @internal */
export const messageShape = new Shape<Message>('Message', [
  ['id', 'id', 'id:msg', 0],
  ['contact_id', 'contactId', 'id:ctc', 0],
  ['template', 'template', 'text', 0],
  ['channels', 'channels', ['text'], 0],
  ['status', 'status', 'text', 0],
  ['channel', 'channel', 'text', 1],
  ['attempts', 'attempts', [messageAttemptShape], 0],
  ['created_at', 'createdAt', 'time', 0],
], {
  made: made(function (a) {
    this.id = a[0]
    this.contactId = a[1]
    this.template = a[2]
    this.channels = a[3]
    this.status = a[4]
    this.channel = a[5]
    this.attempts = a[6].map((item: any) => messageAttemptShape.make(item))
    this.createdAt = a[7]
  }),
})
