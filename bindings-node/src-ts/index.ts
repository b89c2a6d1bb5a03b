/**
 * The Softknack SDK: book, queue and receive signed webhooks, with one typed client.
 *
 * @packageDocumentation
 */

export { Softknack } from './client.js'
export type { ApiResponse, Call, ResponseFacts } from './call.js'
export {
  ApiError,
  ConfigurationError,
  ConnectionError,
  DecodeError,
  InvalidRequestError,
  InvalidSecretError,
  NativeModuleError,
  NoItemsError,
  PaginationError,
  RenewalError,
  SignatureError,
  SoftknackError,
  TimeoutError,
  UsageError,
} from './error.js'
export type { Attempt, Outcome, RateLimit, SignatureReason } from './error.js'
export * from './errors.js'
export { FileCursor, MemoryCursor, type CursorStore } from './cursors.js'
export { NotBookedError, UnreadableCursorError, WaitEndedError, WaitTimeoutError } from './flow-errors.js'
export type { NotBookedReason, TriedSlot } from './flow-errors.js'
export type { FirstBooked, Follow, Reconcile, Reconciled } from './flows.js'
export type { RequestInfo, ResponseInfo, RetryInfo } from './hooks.js'
export { idTime } from './id.js'
export { idempotencyKey } from './idempotency.js'
export { Inbox, InboxError, LeaseLostError, MemoryInbox } from './inbox.js'
export type { Claim, Effect, InboxKey, InboxOptions, InboxStore } from './inbox.js'
export * from './models/index.js'
export type { CallOptions, ChangedOptions, ChangeOptions, ClientOptions } from './options.js'
export type { Logger } from './observe.js'
export type { ItemList, Page } from './pages.js'
export type * from './resources/index.js'
export { Router, type EventOf } from './router.js'
export type { RenewSession } from './session.js'
export { toDate, type Metadata, type Timestamp } from './values.js'
export { Webhooks } from './webhooks.js'
export type { HeadersLike, RawBody, SignatureForm, Verified, WebhookOptions } from './webhooks.js'
