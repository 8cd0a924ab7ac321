import { expect, test } from 'vitest'
import { sayDevice } from './device-words.ts'

test.each([
  ['Linux; Android 10; K', '安卓手机'],
  ['Linux; U; Android 11; Redmi 9A Build/RP1A', '安卓手机 Redmi 9A'],
  ['iPhone; CPU iPhone OS 17_0 like Mac OS X', '苹果手机'],
  ['Phone; OpenHarmony 5.0', '华为手机'],
  ['Windows NT 10.0; Win64; x64', 'Windows 电脑'],
  ['X11; Linux x86_64', 'Linux 电脑'],
  ['', '设备'],
])('%s is %s', (label, words) => {
  expect(sayDevice(label)).toBe(words)
})
