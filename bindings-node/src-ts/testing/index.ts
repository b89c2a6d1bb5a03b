/**
 * The platform in a box, for tests: with node:test, vitest, jest, or none of them.
 *
 * @packageDocumentation
 */

export { Clock, Faults, NextRequest, Outbox, SandboxError } from './control.js'
export type { Duration, OutboxMessage } from './control.js'
export { Receiver, type Received } from './receiver.js'
export { Sandbox, type Business, type SandboxOptions } from './sandbox.js'
