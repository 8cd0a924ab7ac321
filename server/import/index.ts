/** What the rest of the server may use of importing. */
export { applyPlan } from './apply.ts'
export { apiFailureOf } from './contract.ts'
export type { IdentityNumbers, PreparedImport } from './contract.ts'
export { planImport } from './plan.ts'
export { refusedWorkbook } from './refused-workbook.ts'
