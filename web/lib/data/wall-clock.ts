/** The one place in the browser that reads the phone's clock. Phones lie: screens ask `Clock`, which corrects it. */
export const wallMs = (): number => Date.now()
