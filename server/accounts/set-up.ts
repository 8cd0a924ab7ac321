/** Setting up an empty server by a link that works once, and only while nobody has an account. */
import type { SetUp } from '../../sync/wire/session.ts'
import type { Parts } from '../parts.ts'
import { found, rootRows } from './founding.ts'
import { hashPassword } from './passwords.ts'
import { hashOf, newId, newToken } from './random.ts'

const linkName = 'setUpLink'

/** A new link; the one before stops working, for only hashes are kept and it cannot be shown again. */
export async function issueSetUpToken({ meta }: Pick<Parts, 'meta'>): Promise<string> {
  const token = newToken()
  await meta.put(linkName, hashOf(token))
  return token
}

const setUpIsOpen = ({ meta, accounts }: Pick<Parts, 'meta' | 'accounts'>, token: string) =>
  accounts.isEmpty && meta.get(linkName) === hashOf(token)

/** False where the link has been used. */
export async function setUp(parts: Parts, wish: SetUp): Promise<boolean> {
  if (!setUpIsOpen(parts, wish.token)) return false
  const now = parts.now()
  const password = await hashPassword(wish.password)
  return parts.store.write(async (transaction) => {
    // Taken inside the transaction: of two people with the same link, one is first.
    if (!(await parts.meta.take(linkName, hashOf(wish.token)))) return false
    const person = newId()
    const root = {
      organisation: { id: newId(), name: wish.organisation, kind: wish.kind },
      administrator: { id: person, name: wish.personName, postId: newId() },
    }
    await found(parts.registry, transaction, rootRows(root, now), now)
    await parts.accounts.add({ id: newId(), name: wish.name, personId: person, password }, now)
    return true
  })
}
