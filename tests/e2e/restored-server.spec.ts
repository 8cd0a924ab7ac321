// The server's machine is gone, and yesterday's backup becomes the server: what a phone knew, wrote and had not sent.
import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { Actor } from './harness/actor.ts'
import { ByHand } from './harness/by-hand.ts'
import { StoryServer, root } from './harness/server.ts'

const [before, after, unsent] = ['备份以前的会', '备份以后送到的会', '还没有送出的会'] as const
const written: readonly string[] = [before, after, unsent]

async function writeMeeting(page: Page, topic: string): Promise<void> {
  await page.goto('/meetings/new')
  await page.getByRole('button', { name: '主题党日', exact: true }).click()
  await page.getByRole('button', { name: /^主题 / }).click()
  await page.getByRole('textbox', { name: '主题', exact: true }).fill(topic)
  await page.getByRole('button', { name: '全到' }).click()
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByRole('link', { name: '修改', exact: true })).toBeVisible()
}

function branchbook(...words: readonly string[]): string {
  const command = spawnSync('npx', ['branchbook', ...words], { cwd: root, encoding: 'utf8' })
  expect(command.status, command.stderr).toBe(0)
  return command.stdout
}

test('A4, R2, D1: after a restore the phone resumes by itself, sends what it had not sent, and shows what the server has', async ({
  browser,
  server,
}) => {
  const elsewhere = await mkdtemp(join(tmpdir(), 'branchbook-story-backup-'))
  let current = server
  const secretary = await Actor.at('phone', browser, () => current.port)
  await secretary.signIn('secretary')
  await writeMeeting(secretary.page, before)
  await secretary.expectSync('confirmed', 0)

  // While the server runs.
  const file = join(elsewhere, 'book.tar.gz')
  branchbook('backup', file, '--data', server.dataFolder)
  await writeMeeting(secretary.page, after)
  await secretary.expectSync('confirmed', 0)
  await secretary.offline()
  await writeMeeting(secretary.page, unsent)
  await server.stop()

  branchbook('restore', file, join(elsewhere, 'data'))
  current = await StoryServer.start({ data: { copyOf: join(elsewhere, 'data') } })
  await secretary.online()
  await secretary.expectSync('confirmed', 0)

  const topics = async () => {
    const rows = await (await ByHand.as('township', current)).rows()
    return rows.map(({ body }) => body['topic']).filter((topic) => written.includes(String(topic)))
  }
  expect((await topics()).sort()).toEqual([before, unsent].sort())
  const { page } = secretary
  await page.goto('/meetings')
  await expect(page.getByText(before)).toBeVisible()
  await expect(page.getByText(unsent)).toBeVisible()
  // What arrived after the backup is in no copy that counts: the phone does not show what the server never heard of.
  await expect(page.getByText(after)).toBeHidden({ timeout: 60_000 })
  expect(secretary.complaints).toEqual([])

  await secretary.leave()
  await current.stop()
  await current.forget()
  await rm(elsewhere, { recursive: true, force: true })
})
