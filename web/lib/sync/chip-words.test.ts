import { expect, test } from 'vitest'
import type { Chip } from '#lib/data/types.ts'
import { sayChip } from './chip-words.ts'

const table: [Chip, string][] = [
  ['confirmed', '已送达'],
  ['sending', '正在发送 · 3 条'],
  ['waiting', '3 条待发送'],
  ['checking', '正在核对'],
  ['offline', '离线可用'],
  ['attention', '1 条需要处理'],
  ['full', '空间不足'],
  ['signed-out', '需要登录'],
  ['outdated', '需要更新'],
  ['broken', '打不开'],
]

test.each(table)('T1: the chip says of %s: %s', (chip, word) => {
  expect(sayChip(chip, { waiting: 3, refused: 1 }).word).toBe(word)
})
