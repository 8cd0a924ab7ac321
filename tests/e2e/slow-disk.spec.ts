// An old phone takes its time to write: whoever closes the page meanwhile is asked first.
import { expect, test } from './fixtures.ts'
import { slowDisk } from './harness/slow-disk.ts'

test('D1: who closes the page while his words are on their way to a slow disk is asked first, and finds them again', async ({
  enters,
}) => {
  const secretary = await enters('secretary', 'phone')
  await secretary.offline()
  const { page } = secretary
  await page.goto('/meetings/new')
  await page.getByRole('button', { name: '主题党日', exact: true }).click()
  await expect(page.getByText('草稿已存在本机')).toBeVisible()
  await page.evaluate(slowDisk, 1_500)
  const notes = page.getByLabel('谁说了什么、有没有不同意见，如实记')
  const asked: string[] = []
  page.on('dialog', (dialog) => {
    asked.push(dialog.type())
    void (asked.length === 1 ? dialog.dismiss() : dialog.accept())
  })

  await notes.fill('罗军说先修水渠。')
  await page.evaluate(() => location.reload())
  await expect.poll(() => asked).toEqual(['beforeunload'])
  await expect(notes).toHaveValue('罗军说先修水渠。')
  // He waits until it is kept, and nobody asks any more.
  await secretary.page.reload()
  await expect(notes).toHaveValue('罗军说先修水渠。')
  expect(asked).toHaveLength(1)
  expect(secretary.complaints).toEqual([])
})
