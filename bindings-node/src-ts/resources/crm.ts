// Printed by `cargo xtask codegen` from the declaration in core/src. Changes here are lost.
// `crm`: its resources and their methods.

import { Group } from '../group.js'
import { contactShape } from '../models/crm.js'
import { operation } from '../operation.js'
import type { Call } from '../call.js'
import type { Contact } from '../models/crm.js'
import type { ContactId } from '../models/ids.js'
import type { CallOptions, ChangeOptions } from '../options.js'
import type { ItemList } from '../pages.js'
import type { Metadata } from '../values.js'

const CONTACTS_CREATE = operation('crm.contacts.create', contactShape)
const CONTACTS_GET = operation('crm.contacts.get', contactShape)
const CONTACTS_LIST = operation('crm.contacts.list', contactShape)
const CONTACTS_UPDATE = operation('crm.contacts.update', contactShape)
const CONTACTS_ERASE = operation('crm.contacts.erase', contactShape)

/** What `crm.contacts.create` takes. */
export interface ContactsCreateParams {
  /** The person's name. */
  name?: string | undefined
  /** The person's phone number, in E.164. */
  phone?: string | undefined
  /** The person's e-mail address. */
  email?: string | undefined
  /** Whether somebody made sure that the phone number is the person's. Default: false. */
  verified?: boolean | undefined
  /** The caller's own data. */
  metadata?: Metadata | undefined
}

/** What `crm.contacts.list` takes. */
export interface ContactsListParams {
  /** Only those with this phone number. */
  phone?: string | undefined
  /** Only those with this e-mail address. */
  email?: string | undefined
  /** How many items a page has at most. */
  limit?: number | undefined
  /** Where the page begins: the `nextCursor` of the page before, with the same filters. */
  cursor?: string | undefined
  /** The order of the items, by ID or, for open slots, by time. Default: as the operation says. */
  order?: 'asc' | 'desc' | undefined
}

/** What `crm.contacts.update` takes. */
export interface ContactsUpdateParams {
  /** Whether somebody made sure that the phone number is the person's. */
  verified?: boolean | undefined
  /** The caller's own data; it replaces what was there. */
  metadata?: Metadata | undefined
  /** The person's name. */
  name?: string | null | undefined
  /** The person's phone number, in E.164. */
  phone?: string | null | undefined
  /** The person's e-mail address. */
  email?: string | null | undefined
}

/** Contacts: people, with how to reach them. */
export class Contacts extends Group {
  /** Creates a contact. */
  create(params: ContactsCreateParams = {}, options?: ChangeOptions): Call<Contact> {
    return this.caller.call(CONTACTS_CREATE, params, options)
  }

  /** Reads one contact. */
  get(id: ContactId, options?: CallOptions): Call<Contact> {
    return this.caller.call(CONTACTS_GET, { id }, options)
  }

  /** Lists contacts, newest first. */
  list(params: ContactsListParams = {}, options?: CallOptions): ItemList<Contact> {
    return this.caller.list(CONTACTS_LIST, params, options)
  }

  /** Changes a contact. A member that is null is removed. */
  update(id: ContactId, params: ContactsUpdateParams = {}, options?: ChangeOptions): Call<Contact> {
    return this.caller.call(CONTACTS_UPDATE, { ...params, id }, options)
  }

  /**
   * Erases a person's data everywhere it was copied: on the contact, its appointments, entries and messages, in events
   * and in stored answers. The contact itself stays, nameless; its places in line are given up, its appointments stay
   * booked.
   */
  erase(id: ContactId, options?: ChangeOptions): Call<Contact> {
    return this.caller.call(CONTACTS_ERASE, { id }, options)
  }
}

/** The resources of `crm`: `contacts`. */
export class Crm extends Group {
  /** Contacts: people, with how to reach them. */
  readonly contacts: Contacts = new Contacts(this.caller)
}
