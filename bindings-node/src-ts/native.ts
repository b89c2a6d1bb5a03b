// The native door, and how it is found.

import fs = require('node:fs')
import path = require('node:path')
import { NativeModuleError } from './error.js'

/** A client of the native half. */
export interface NativeClient {
  withCredential(credential: string, renew: Renew | undefined): NativeClient
  forRenewal(): NativeClient
  readonly baseUrl: string
  readonly mode: string | null
  execute(
    answers: NativeAnswers,
    ticket: number,
    operation: string,
    params: string,
    options: string | undefined,
    shape: NativeShape | undefined,
  ): void
}

/** What JSON looks like that is packed, where it is plainly so. */
export type NativeShape = object

/** What brings the answers of calls. */
export interface NativeAnswers {
  /** Whether the call was still under way, and no answer comes. */
  cancel(ticket: number): boolean
  /** Keeps answers back, until they are released. */
  hold(): void
  release(): void
}

/** A function that gets a session's next token. */
export type Renew = () => Promise<string>

/** A flow of the native half. */
export interface NativeFlow {
  resume(answers: NativeAnswers, ticket: number, answer: string): void
}

/**
 * A function that checks a delivery: when it was signed, less than 0 where it is refused, and not a number where its form does not
 * say; or its text, and nothing where it is refused.
 */
export type Check<T> = (body: Uint8Array, headers: string | string[], now?: number) => T

/** A verifier of the native half. */
export interface NativeWebhooks {
  checker(): Check<number>
  reader(shape: NativeShape): Check<string | null>
  /** The place of the secret that the last delivery that was accepted was signed with. */
  readonly secret: number
  /** Why the last delivery that was refused was, as JSON. */
  readonly refusal: string | null
  sign(id: string, body: Uint8Array, at: number): string[] | null
}

/** Everything that crosses. */
export interface Native {
  Client: {
    connect(
      credential: string | undefined,
      options: string,
      hook: ((told: string) => void) | undefined,
      renew: Renew | undefined,
    ): NativeClient
  }
  Flow: {
    begin(client: NativeClient, name: string, params: string, options: string | undefined): NativeFlow
  }
  Shape: { of(table: string): NativeShape }
  Answers: { open(deliver: (ticket: number, facts: string, body: string) => void): NativeAnswers }
  Webhooks: {
    build(secrets: string[], labels: string[], form: string, header: string, tolerance: number): NativeWebhooks
  }
  deriveKey(parts: string[]): string
  idTime(id: string): number | null
  version(): string
}

let loaded: Native | undefined

/**
 * The native half, loaded when it is first needed.
 *
 * @throws {@link NativeModuleError} It is not there, or does not load.
 */
export function native(): Native {
  loaded ??= load()
  return loaded
}

function load(): Native {
  const platform = platformName()
  const tried: string[] = []
  for (const file of candidates(platform)) {
    try {
      return require(file) as Native
    } catch (error) {
      tried.push(`  ${file}: ${error instanceof Error ? error.message.split('\n')[0] : 'it does not load'}`)
    }
  }
  const remedy = PLATFORMS.includes(platform)
    ? `install it with the optional dependencies: npm install softknack --include=optional (a lockfile made on another ` +
      `platform may lack softknack-${platform}; name it in the dependencies then)`
    : `this platform has none: known are ${PLATFORMS.join(', ')}; or build it from source, and name it in SOFTKNACK_NATIVE`
  throw new NativeModuleError(`no native module for ${platform}: ${remedy}`, { details: `tried:\n${tried.join('\n')}` })
}

/**
 * The platforms that have a package of their own.
 *
 * @internal
 */
export const PLATFORMS: readonly string[] = [
  'darwin-arm64',
  'darwin-x64',
  'linux-arm64-gnu',
  'linux-arm64-musl',
  'linux-x64-gnu',
  'linux-x64-musl',
  'win32-arm64-msvc',
  'win32-x64-msvc',
]

function* candidates(platform: string): Generator<string> {
  const given = process.env['SOFTKNACK_NATIVE']
  // Who names a file means it: nothing else is tried.
  if (given) return yield path.resolve(given)
  const beside = path.join(__dirname, `softknack.${platform}.node`)
  if (fs.existsSync(beside)) yield beside
  yield `softknack-${platform}`
}

/** The platform as its package is called. */
export function platformName(): string {
  const { platform, arch } = process
  if (platform === 'linux') return `linux-${arch}-${libc()}`
  return platform === 'win32' ? `win32-${arch}-msvc` : `${platform}-${arch}`
}

/** The C library of a Linux: the report says which glibc there is, and musl has its loader under a name of its own. */
function libc(): string {
  if (fs.existsSync('/lib/ld-musl-x86_64.so.1') || fs.existsSync('/lib/ld-musl-aarch64.so.1')) {
    const report = process.report?.getReport() as { header?: { glibcVersionRuntime?: string } } | undefined
    return report?.header?.glibcVersionRuntime ? 'gnu' : 'musl'
  }
  return 'gnu'
}
