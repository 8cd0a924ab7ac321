/** The made-up people of the demonstration, as far as this database is one. */
import type { MetaBook } from './meta-book.ts'

export type DemoAccount = { readonly name: string; readonly password: string; readonly who: string }

const mark = 'demoAccounts'

/** Who can be tried out; nobody where the records are not the demo's. */
export const demoAccountsIn = ({ meta }: { readonly meta: MetaBook }): readonly DemoAccount[] =>
  // Written below, by this server.
  JSON.parse(meta.get(mark) ?? '[]') as readonly DemoAccount[]

/** Kept in clear on purpose: every start says how to be one of them. */
export const keepDemoAccounts = (
  { meta }: { readonly meta: MetaBook },
  accounts: readonly DemoAccount[],
): Promise<void> => meta.put(mark, JSON.stringify(accounts))

export const isOfDemo = (parts: { readonly meta: MetaBook }, name: string): boolean =>
  demoAccountsIn(parts).some((each) => each.name === name)
