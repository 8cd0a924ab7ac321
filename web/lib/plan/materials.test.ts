import { expect, test } from 'vitest'
import { materialsOf } from './materials.ts'

const photo = (id: string, order: number, caption?: string) => ({
  id,
  body: { kind: 'jpeg' as const, order, ...(caption !== undefined && { caption }) },
})
const paper = (id: string, order: number, name?: string) => ({
  id,
  body: { kind: 'pdf' as const, order, ...(name !== undefined && { name }) },
})

test('papers by name and photos by what is said of them, in their order', () => {
  const filed = [
    photo('c', 2, '村务公开栏'),
    paper('a', 1, '承包方案.pdf'),
    paper('b', 0, '学习材料.pdf'),
  ]
  expect(materialsOf(filed)).toEqual(['学习材料.pdf', '承包方案.pdf', '村务公开栏'])
})

test('what nobody named is said by its kind, and photos without words are counted at the end', () => {
  const filed = [photo('a', 0), paper('b', 1), photo('c', 2)]
  expect(materialsOf(filed)).toEqual(['PDF 文件', '照片 2 张'])
  expect(materialsOf([])).toEqual([])
})
