import type { RefusedWorkbook } from './contract.ts'
export const refusedWorkbook: RefusedWorkbook = () =>
  Promise.reject(new Error('the refused rows are not built yet'))
