/** Who can be tried out in the demo. These passwords are printed on purpose: the demo holds made-up people only. */
export const demoMark = 'demo'

export const demoAccounts = [
  {
    role: 'secretary',
    name: 'shuji',
    password: 'shuji2026',
    title: '石槽村党支部书记 · branch secretary',
  },
  {
    role: 'deputy',
    name: 'fushuji',
    password: 'fushuji2026',
    title: '石槽村党支部副书记 · deputy secretary',
  },
  {
    role: 'driver',
    name: 'siji',
    password: 'siji2026',
    title: '货车司机，流动党员 · travelling member',
  },
  {
    role: 'township',
    name: 'xiangzhen',
    password: 'xiangzhen2026',
    title: '平原镇党委工作人员 · township staff',
  },
] as const
