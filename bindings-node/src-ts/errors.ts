// Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
// A class for each code with which the platform refuses. Each is an `ApiError`, and a `SoftknackError`.

import { ApiError, named } from './error.js'
import type { Slot } from './models/calendar.js'

/** The request is not of the form that the platform takes. */
export class BadRequestError extends ApiError {
  static { named(this, 'BadRequestError') }
}

/** The credential is not accepted. */
export class AuthenticationError extends ApiError {
  static { named(this, 'AuthenticationError') }
}

/** The state of things does not allow it. */
export class ConflictError extends ApiError {
  static { named(this, 'ConflictError') }
}

/** The request is of the right form, but what it says is not accepted. */
export class UnprocessableError extends ApiError {
  static { named(this, 'UnprocessableError') }
}

/** The platform failed. */
export class ServerError extends ApiError {
  static { named(this, 'ServerError') }
}

/** The body is no JSON. (400, `malformed_json`) */
export class MalformedJsonError extends BadRequestError {
  static { named(this, 'MalformedJsonError') }
}

/** A query, path or header parameter is not of its form. (400, `invalid_parameter`) */
export class InvalidParameterError extends BadRequestError {
  static { named(this, 'InvalidParameterError') }
}

/**
 * The cursor was altered, is of another version, or was made for other filters: list again from the start. (400,
 * `invalid_cursor`)
 */
export class InvalidCursorError extends BadRequestError {
  static { named(this, 'InvalidCursorError') }
}

/** A mutation came without an `Idempotency-Key`. (400, `idempotency_key_missing`) */
export class IdempotencyKeyMissingError extends BadRequestError {
  static { named(this, 'IdempotencyKeyMissingError') }
}

/** The `Idempotency-Key` is not 1 to 255 visible ASCII characters. (400, `idempotency_key_invalid`) */
export class IdempotencyKeyInvalidError extends BadRequestError {
  static { named(this, 'IdempotencyKeyInvalidError') }
}

/** No credential was sent. (401, `authentication_required`) */
export class AuthenticationRequiredError extends AuthenticationError {
  static { named(this, 'AuthenticationRequiredError') }
}

/** The credential is unknown, revoked, or of the other environment. (401, `invalid_credential`) */
export class InvalidCredentialError extends AuthenticationError {
  static { named(this, 'InvalidCredentialError') }
}

/** The session token has expired: renew it. (401, `token_expired`) */
export class TokenExpiredError extends AuthenticationError {
  static { named(this, 'TokenExpiredError') }
}

/** The credential may not do this within its own organisation. (403, `permission_denied`) */
export class PermissionDeniedError extends ApiError {
  static { named(this, 'PermissionDeniedError') }
}

/** There is no such record, or it belongs to somebody else. (404, `not_found`) */
export class NotFoundError extends ApiError {
  static { named(this, 'NotFoundError') }
}

/**
 * The key was used before with another body, method or path: use a new key for a new intent. (409,
 * `idempotency_key_reused`)
 */
export class IdempotencyKeyReusedError extends ConflictError {
  static { named(this, 'IdempotencyKeyReusedError') }
}

/**
 * The first request with this key is still running; a client waits and tries again by itself. (409,
 * `idempotency_in_progress`)
 */
export class IdempotencyInProgressError extends ConflictError {
  static { named(this, 'IdempotencyInProgressError') }
}

/**
 * The slot is no longer open: somebody else won it, or it was closed, or it has begun. `nextSlots` has the next
 * openings. (409, `slot_taken`)
 */
export class SlotTakenError extends ConflictError {
  static { named(this, 'SlotTakenError') }

  /** Up to three open slots, soonest first. */
  get nextSlots(): Slot[] {
    return this.problem?.nextSlots ?? []
  }
}

/**
 * A resource that the slot needs is held by another appointment at that time, or does not fit. (409, `resource_taken`)
 */
export class ResourceTakenError extends ConflictError {
  static { named(this, 'ResourceTakenError') }
}

/** The record is in a state that does not allow this step: `from` and `to` tell which. (409, `invalid_transition`) */
export class InvalidTransitionError extends ConflictError {
  static { named(this, 'InvalidTransitionError') }

  /** The state that the record is in. */
  get from(): string | undefined {
    return this.problem?.from ?? undefined
  }

  /** The state that was asked for. */
  get to(): string | undefined {
    return this.problem?.to ?? undefined
  }
}

/** The name is in use: a slug, for one, names one record. (409, `already_exists`) */
export class AlreadyExistsError extends ConflictError {
  static { named(this, 'AlreadyExistsError') }
}

/** The party stands in this line already. (409, `already_in_queue`) */
export class AlreadyInQueueError extends ConflictError {
  static { named(this, 'AlreadyInQueueError') }
}

/** The one-time code has expired or was used: request a new one. (410, `otp_expired`) */
export class OtpExpiredError extends ApiError {
  static { named(this, 'OtpExpiredError') }
}

/** The body is larger than 1 MiB. (413, `payload_too_large`) */
export class PayloadTooLargeError extends ApiError {
  static { named(this, 'PayloadTooLargeError') }
}

/** The body is not `application/json`. (415, `unsupported_media_type`) */
export class UnsupportedMediaTypeError extends ApiError {
  static { named(this, 'UnsupportedMediaTypeError') }
}

/** The body has members that are missing, unknown or out of bounds: `errors` names each. (422, `validation_failed`) */
export class ValidationFailedError extends UnprocessableError {
  static { named(this, 'ValidationFailedError') }
}

/** The one-time code is wrong: `attemptsLeft` says how often it may still be tried. (422, `otp_incorrect`) */
export class OtpIncorrectError extends UnprocessableError {
  static { named(this, 'OtpIncorrectError') }

  /** How often the code may still be tried. */
  get attemptsLeft(): number | undefined {
    return this.problem?.attemptsLeft ?? undefined
  }
}

/** Too many requests: wait for `Retry-After`. (429, `rate_limited`) */
export class RateLimitedError extends ApiError {
  static { named(this, 'RateLimitedError') }
}

/**
 * The platform failed; nothing was stored under the key, so the request may be sent again with it. (500, `internal`)
 */
export class InternalError extends ServerError {
  static { named(this, 'InternalError') }
}

/** The platform is not available for now: wait for `Retry-After`. (503, `unavailable`) */
export class UnavailableError extends ServerError {
  static { named(this, 'UnavailableError') }
}

/** The class of each code. */
export const byCode: Readonly<Record<string, typeof ApiError>> = {
  // With no prototype: a code is looked up as it came.
  __proto__: null as never,
  malformed_json: MalformedJsonError,
  invalid_parameter: InvalidParameterError,
  invalid_cursor: InvalidCursorError,
  idempotency_key_missing: IdempotencyKeyMissingError,
  idempotency_key_invalid: IdempotencyKeyInvalidError,
  authentication_required: AuthenticationRequiredError,
  invalid_credential: InvalidCredentialError,
  token_expired: TokenExpiredError,
  permission_denied: PermissionDeniedError,
  not_found: NotFoundError,
  idempotency_key_reused: IdempotencyKeyReusedError,
  idempotency_in_progress: IdempotencyInProgressError,
  slot_taken: SlotTakenError,
  resource_taken: ResourceTakenError,
  invalid_transition: InvalidTransitionError,
  already_exists: AlreadyExistsError,
  already_in_queue: AlreadyInQueueError,
  otp_expired: OtpExpiredError,
  payload_too_large: PayloadTooLargeError,
  unsupported_media_type: UnsupportedMediaTypeError,
  validation_failed: ValidationFailedError,
  otp_incorrect: OtpIncorrectError,
  rate_limited: RateLimitedError,
  internal: InternalError,
  unavailable: UnavailableError,
}
