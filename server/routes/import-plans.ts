/** Dry runs waiting to be applied. They hold identity numbers, so they live in memory only, and not for long. */
import type { PreparedImport } from '../import/index.ts'
import type { ImportProgress, ImportResult } from '../../sync/wire/import.ts'

export type WaitingPlan = {
  readonly account: string
  readonly prepared: PreparedImport
  readonly until: number
  /** Present once applied. */
  result?: ImportResult
  /** Applying has begun: twice would only write the same again, and wait for it. */
  begun?: boolean
  /** How far it has come. */
  progress?: ImportProgress
}

const keptMs = 30 * 60_000
/** An account that keeps trying new files keeps the newest few. */
const plansPerAccount = 3

export class ImportPlans {
  readonly #plans = new Map<string, WaitingPlan>()

  keep(account: string, prepared: PreparedImport, now: number): void {
    this.#forgetOld(now)
    this.#plans.set(prepared.plan.id, { account, prepared, until: now + keptMs })
    const own = [...this.#plans].filter(([, plan]) => plan.account === account)
    for (const [id] of own.slice(0, -plansPerAccount)) this.#plans.delete(id)
  }

  /** Only who made a plan may see it again. */
  find(account: string, id: string, now: number): WaitingPlan | undefined {
    this.#forgetOld(now)
    const plan = this.#plans.get(id)
    return plan?.account === account ? plan : undefined
  }

  #forgetOld(now: number): void {
    for (const [id, plan] of this.#plans) if (plan.until <= now) this.#plans.delete(id)
  }
}
