// Who is measured: each makes the same call by its own usual path, and reads the answer's JSON.

import { randomUUID } from 'node:crypto'

const SLOT = 'slt_01J9X4T5V6W7X8Y9Z0A1B2C3D4'
const CONTACT = 'ctc_01J9X4T5V6W7X8Y9Z0A1B2C3D4'
const KEY = 'sk_test_benchmark'
const NEW = JSON.stringify({ slot_id: SLOT, contact_id: CONTACT, service: 'ac_service' })

/** What somebody would send by hand: a key of its own for each call. */
const headers = () => {
  const key = randomUUID()
  return {
    authorization: `Bearer ${KEY}`,
    'content-type': 'application/json',
    accept: 'application/json',
    'idempotency-key': key,
    'x-correlation-id': key,
  }
}

/** For each, what makes its calls: `post`, one booking, and for two of them `page`, a page of 100. */
export const contenders = {
  async softknack(baseUrl) {
    const { Softknack } = await import('softknack')
    const sk = new Softknack({ credential: KEY, baseUrl })
    return {
      post: () => sk.calendar.appointments.book({ slotId: SLOT, contactId: CONTACT, service: 'ac_service' }),
      page: () => sk.calendar.appointments.list({ limit: 100 }).firstPage(),
    }
  },

  async undici(baseUrl) {
    const { request } = await import('undici')
    const url = `${baseUrl}/calendar/v1/appointments`
    return {
      post: async () => (await request(url, { method: 'POST', headers: headers(), body: NEW })).body.json(),
      page: async () => JSON.parse(await (await request(`${url}?limit=100`, { headers: headers() })).body.text()),
    }
  },

  async fetch(baseUrl) {
    const url = `${baseUrl}/calendar/v1/appointments`
    return { post: async () => (await fetch(url, { method: 'POST', headers: headers(), body: NEW })).json() }
  },

  async axios(baseUrl) {
    const { default: axios } = await import('axios')
    const client = axios.create({ baseURL: baseUrl })
    return { post: async () => (await client.post('/calendar/v1/appointments', NEW, { headers: headers() })).data }
  },

  async got(baseUrl) {
    const { default: got } = await import('got')
    const client = got.extend({ prefixUrl: baseUrl })
    return { post: () => client.post('calendar/v1/appointments', { headers: headers(), body: NEW }).json() }
  },

  async stripe(baseUrl) {
    const { default: Stripe } = await import('stripe')
    const { hostname: host, port } = new URL(baseUrl)
    const stripe = new Stripe(KEY, { host, port, protocol: 'http' })
    const params = { name: SLOT, description: CONTACT, metadata: { service: 'ac_service' } }
    return { post: () => stripe.customers.create(params, { idempotencyKey: randomUUID() }) }
  },

  async openai(baseUrl) {
    const { default: OpenAI } = await import('openai')
    const openai = new OpenAI({ apiKey: KEY, baseURL: baseUrl })
    const body = JSON.parse(NEW)
    return { post: () => openai.post('/calendar/v1/appointments', { body, headers: { 'idempotency-key': randomUUID() } }) }
  },
}
