// Deliveries received with the frameworks themselves: each is served as its documentation tells, and answers real requests.

import 'reflect-metadata'
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { test } from 'node:test'
import { Controller, HttpCode, Module, Post, Req } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import express from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import { SignatureError, UsageError, Webhooks } from 'softknack'
import { receive } from 'softknack/frameworks'

const webhooks = new Webhooks('whsec_0123456789abcdef')
const body = JSON.stringify({
  id: 'evt_1',
  type: 'moon.landed',
  created_at: '2026-11-22T12:00:00.000Z',
  mode: 'test',
  org_id: 'org_1',
  correlation_id: 'cor_1',
  data: { note: 'हिन्दी' },
})
const headers = { ...webhooks.sign('evt_1', body), 'content-type': 'application/json' }

/** What a handler answers: the event's type, or why there is none. */
async function answer(request) {
  try {
    return { status: 200, text: (await receive(webhooks, request)).type }
  } catch (error) {
    if (error instanceof SignatureError) return { status: 400, text: error.reason }
    if (error instanceof UsageError) return { status: 500, text: error.message }
    throw error
  }
}

/**
 * Posts to both ends of a framework: at `/webhooks` it keeps the raw body, at `/parsed` it parses it before the handler sees it.
 * One delivery is accepted, one that was tampered with is refused, and of one that was parsed that is told.
 */
async function assertReceives(post) {
  assert.deepEqual(await post('/webhooks', body), [200, 'moon.landed'])
  assert.deepEqual(await post('/webhooks', body.replace('moon', 'noon')), [400, 'no_match'])
  const [status, text] = await post('/parsed', body)
  assert.equal(status, 500)
  assert.match(text, /the body was (parsed|read before)/)
}

const posting = (base) => async (path, sent) => {
  const response = await fetch(base + path, { method: 'POST', body: sent, headers })
  return [response.status, await response.text()]
}

/** Serves with a listener of Node while `use` runs. */
async function served(listener, use) {
  const server = createServer(listener)
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    await use(posting(`http://127.0.0.1:${server.address().port}`))
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}

test('Express', async () => {
  const app = express()
  const handler = async (request, response) => {
    const { status, text } = await answer(request)
    response.status(status).send(text)
  }
  app.post('/webhooks', express.raw({ type: '*/*' }), handler)
  app.post('/parsed', express.json(), handler)
  await served(app, assertReceives)
})

test('Express without a parser', async () => {
  const app = express()
  app.post('/webhooks', async (request, response) => {
    const { status, text } = await answer(request)
    response.status(status).send(text)
  })
  app.post('/parsed', express.json(), async (request, response) => {
    const { status, text } = await answer(request)
    response.status(status).send(text)
  })
  await served(app, assertReceives)
})

test('Fastify', async () => {
  const app = fastify()
  const handler = async (request, reply) => {
    const { status, text } = await answer(request)
    return reply.code(status).send(text)
  }
  app.register(async (raw) => {
    raw.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_, body, done) => done(null, body))
    raw.post('/webhooks', handler)
  })
  app.post('/parsed', handler)
  await app.listen({ port: 0, host: '127.0.0.1' })
  try {
    await assertReceives(posting(`http://127.0.0.1:${app.server.address().port}`))
  } finally {
    await app.close()
  }
})

test('Hono', async () => {
  const app = new Hono()
  const handler = async (c) => {
    const { status, text } = await answer(c)
    return c.text(text, status)
  }
  app.post('/webhooks', handler)
  app.use('/parsed', async (c, next) => {
    await c.req.json()
    await next()
  })
  app.post('/parsed', handler)
  await assertReceives(async (path, sent) => {
    const response = await app.request(path, { method: 'POST', body: sent, headers })
    return [response.status, await response.text()]
  })
})

/** What decorators do where there is no TypeScript. */
function decorate(type, method, path) {
  const descriptor = Object.getOwnPropertyDescriptor(type.prototype, method)
  Post(path)(type.prototype, method, descriptor)
  HttpCode(200)(type.prototype, method, descriptor)
  Req()(type.prototype, method, 0)
}

test('Nest', async () => {
  class Hooks {
    async receive(request) {
      const { status, text } = await answer(request)
      request.res.status(status)
      return text
    }
  }
  decorate(Hooks, 'receive', '*path')
  Controller()(Hooks)
  for (const rawBody of [true, false]) {
    class App {}
    Module({ controllers: [Hooks] })(App)
    const app = await NestFactory.create(App, { rawBody, logger: false })
    await app.listen(0, '127.0.0.1')
    try {
      const post = posting(`http://127.0.0.1:${app.getHttpServer().address().port}`)
      if (rawBody) {
        assert.deepEqual(await post('/webhooks', body), [200, 'moon.landed'])
        assert.deepEqual(await post('/webhooks', body.replace('moon', 'noon')), [400, 'no_match'])
      } else {
        assert.match((await post('/webhooks', body))[1], /the body was parsed/)
      }
    } finally {
      await app.close()
    }
  }
})

test('route handlers of Next, which are given a Request', async () => {
  async function POST(request) {
    const { status, text } = await answer(request)
    return new Response(text, { status })
  }
  await assertReceives(async (path, sent) => {
    const request = new Request(`http://localhost${path}`, { method: 'POST', body: sent, headers })
    if (path === '/parsed') await request.json()
    const response = await POST(request)
    return [response.status, await response.text()]
  })
})
