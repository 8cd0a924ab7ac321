import type { PlanImport } from './contract.ts'
export const planImport: PlanImport = () => Promise.reject(new Error('planning is not built yet'))
