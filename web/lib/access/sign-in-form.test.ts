import { expect, test } from 'vitest'
import type { Result } from '#sync/result.ts'
import { fail, succeed } from '#sync/result.ts'
import type { Session } from '#sync/wire/session.ts'
import type { SessionFailure } from '#lib/session/api.ts'
import { SignInForm } from './sign-in-form.svelte.ts'

type Answer = Result<Pick<Session, 'papers'>, SessionFailure>

/** A form whose server gives these answers, and what it was asked. */
function formWith(...answers: Answer[]) {
  const asked: (string | undefined)[][] = []
  const form = new SignInForm({
    account: undefined,
    signIn: (...words) => {
      asked.push(words)
      return Promise.resolve(answers.shift() ?? succeed({}))
    },
  })
  Object.assign(form, { name: ' shuji ', password: 'secret' })
  return { form, asked }
}

test('a password that is enough: in at once', async () => {
  const { form, asked } = formWith()
  expect(await form.signIn()).toBe(true)
  expect(asked).toEqual([['shuji', 'secret', undefined]])
})

test('asked for a code, it asks for it, without calling that a failure, and brings the password again', async () => {
  const { form, asked } = formWith(fail({ error: 'codeNeeded' }))
  expect(await form.signIn()).toBe(false)
  expect([form.step.at, form.failure, form.codeError]).toEqual(['code', undefined, undefined])
  expect(await form.signIn()).toBe(false)
  expect(form.codeError).toBeDefined()
  form.code = '123456'
  expect(await form.signIn()).toBe(true)
  expect(asked.at(-1)).toEqual(['shuji', 'secret', '123456'])
})

test('setting up codes: the secret is shown, a wrong code keeps it, and the codes on paper come before the app', async () => {
  const { form } = formWith(
    fail({ error: 'factorToSet', secret: 'ABCD' }),
    fail({ error: 'wrongCode' }),
    succeed({ papers: ['K3M9'] }),
  )
  await form.signIn()
  form.code = '000000'
  expect(await form.signIn()).toBe(false)
  expect(form.step).toEqual({ at: 'set', secret: 'ABCD' })
  expect(form.failure).toBeDefined()
  expect(await form.signIn()).toBe(false)
  expect(form.papers).toEqual(['K3M9'])
})
