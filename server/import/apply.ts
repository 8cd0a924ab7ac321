import type { ApplyPlan } from './contract.ts'
export const applyPlan: ApplyPlan = () => Promise.reject(new Error('applying is not built yet'))
