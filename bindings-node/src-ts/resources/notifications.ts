// Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
// `notifications`: its resources and their methods.

import { Group } from '../group.js'
import { messageShape } from '../models/notifications.js'
import { operation } from '../operation.js'
import type { Call } from '../call.js'
import type { Channel } from '../models/calendar.js'
import type { ContactId, MessageId } from '../models/ids.js'
import type { Message, MessageStatus } from '../models/notifications.js'
import type { CallOptions, ChangeOptions } from '../options.js'
import type { ItemList } from '../pages.js'

const MESSAGES_SEND = operation('notifications.messages.send', messageShape, [['contact_id', 'contactId']])
const MESSAGES_GET = operation('notifications.messages.get', messageShape)
const MESSAGES_LIST = operation('notifications.messages.list', messageShape, [['contact_id', 'contactId']])

/** What `notifications.messages.send` takes. */
export interface MessagesSendParams {
  /** Who receives it. */
  contactId: ContactId
  /** The name of its text, such as `appt_reminder`. */
  template: string
  /** The channels, in the order in which they are tried. */
  channels: readonly Channel[]
  /** What is filled into its text. */
  vars?: Record<string, unknown> | undefined
}

/** What `notifications.messages.list` takes. */
export interface MessagesListParams {
  /** Only those to this contact. */
  contactId?: ContactId | undefined
  /** Only those that stand here. */
  status?: MessageStatus | undefined
  /** How many items a page has at most. */
  limit?: number | undefined
  /** Where the page begins: the `nextCursor` of the page before, with the same filters. */
  cursor?: string | undefined
  /** The order of the items, by ID or, for open slots, by time. Default: as the operation says. */
  order?: 'asc' | 'desc' | undefined
}

/** Messages to contacts. The channels are tried in order until one takes the message. */
export class Messages extends Group {
  /** Sends a message. */
  send(params: MessagesSendParams, options?: ChangeOptions): Call<Message> {
    return this.caller.call(MESSAGES_SEND, params, options)
  }

  /** Reads one message. */
  get(id: MessageId, options?: CallOptions): Call<Message> {
    return this.caller.call(MESSAGES_GET, { id }, options)
  }

  /** Lists messages, newest first. */
  list(params: MessagesListParams = {}, options?: CallOptions): ItemList<Message> {
    return this.caller.list(MESSAGES_LIST, params, options)
  }
}

/** The resources of `notifications`: `messages`. */
export class Notifications extends Group {
  /** Messages to contacts. The channels are tried in order until one takes the message. */
  readonly messages: Messages = new Messages(this.caller)
}
