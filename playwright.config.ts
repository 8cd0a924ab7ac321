import { defineConfig } from '@playwright/test'
import { chromiumLaunch } from './scripts/find-chromium.mjs'

// A story says itself who comes with a phone and who with a desk (tests/e2e/harness/actor.ts), so there is one project.
export default defineConfig({
  testDir: 'tests/e2e',
  globalSetup: './tests/e2e/harness/set-up.ts',
  workers: 2,
  fullyParallel: true,
  // Law, not luck: a story that needs a second try has found something.
  retries: 0,
  forbidOnly: true,
  // Guards against hanging, not measures: a busy machine takes minutes to look at every screen in every size.
  timeout: 900_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['html', { open: 'never' }]],
  use: {
    actionTimeout: 120_000,
    navigationTimeout: 120_000,
    browserName: 'chromium',
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    serviceWorkers: 'allow',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: chromiumLaunch(),
  },
})
