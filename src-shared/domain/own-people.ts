// Whose addresses are our own (EML-2): those of the users, and of colleagues who are no users but write from the same domain. Pure; any thread.
import { domainOf, isFreeMailDomain, mailKey } from './mail-address.ts'
import type { AddressSet } from './parsed-mail.ts'

export interface OwnPeople {
  users: AddressSet
  /** The users and their colleagues. */
  house: AddressSet
}

/** The domains that say who is a colleague: none of a provider that gives addresses to anyone. `users` are addresses. */
export const ownDomains = (users: readonly string[]): string[] => [...new Set(users.map(domainOf).filter((domain) => domain !== '' && !isFreeMailDomain(domain)))]

/** `contacts`: addresses of contacts at the own domains, who are no colleagues: somebody keeps a record of them. */
export function ownPeople(users: readonly string[], contacts: readonly string[] = []): OwnPeople {
  const own = new Set(users.map(mailKey))
  const others = new Set(contacts)
  const domains = new Set(ownDomains(users))
  return { users: own, house: { has: (address) => own.has(address) || (domains.has(domainOf(address)) && !others.has(address)) } }
}
