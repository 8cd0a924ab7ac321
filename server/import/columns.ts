/** The columns of each kind of file: their headings in the official forms, and how their cells are read. */
import { organisationKinds } from '../../schema/records/organisation.ts'
import { memberKinds } from '../../schema/records/person.ts'
import { sexes, standings } from '../../schema/records/person-file.ts'
import { questionKinds } from '../../schema/records/question.ts'
import type { Words } from '../../schema/field.ts'
import type { ImportKind } from '../../sync/wire/import.ts'
import { succeed } from '../../sync/result.ts'
import type { Reading } from './cells.ts'
import {
  readChoice,
  readDate,
  readIdentityNumber,
  readName,
  readPhone,
  readText,
  readYesNo,
  wordsOf,
} from './cells.ts'
import { ledger } from './ledger-columns.ts'
import type { Column } from './table.ts'
import type { Cell } from './sheet.ts'

/** The Chinese words of a choice, and what else people write for it. */
const namesOf = <C extends string>(
  choices: Readonly<Record<C, Words>>,
  more: Readonly<Record<string, C>> = {},
): Readonly<Record<string, C>> => ({
  ...more,
  // `Object.entries` forgets that the keys of `choices` are its choices.
  ...Object.fromEntries(
    (Object.entries(choices) as [C, Words][]).map(([key, { zh }]) => [zh, key]),
  ),
})

const peoples =
  '汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺'
const fullPeople = new Map(peoples.split(' ').map((name) => [name, `${name}族`]))

function readEthnicity(cell: Cell): Reading<string> {
  const text = readText(cell)
  return text.ok && text.value ? succeed(fullPeople.get(text.value) ?? text.value) : text
}

const roster: readonly Column[] = [
  {
    key: 'name',
    heading: '姓名',
    also: ['党员姓名'],
    required: true,
    needed: 'noName',
    read: readName,
  },
  { key: 'sex', heading: '性别', read: readChoice(namesOf(sexes)) },
  {
    key: 'identity',
    heading: '公民身份号码',
    also: ['身份证号码', '身份证号', '居民身份证号码', '公民身份证号码', '身份号码'],
    secret: true,
    read: readIdentityNumber,
  },
  { key: 'ethnicity', heading: '民族', read: readEthnicity },
  { key: 'bornOn', heading: '出生日期', also: ['出生年月', '出生年月日'], read: readDate },
  { key: 'education', heading: '学历', also: ['文化程度'], read: readText },
  {
    key: 'kind',
    heading: '人员类别',
    also: ['党员类别'],
    required: true,
    read: readChoice(namesOf(memberKinds, { 正式: 'full', 预备: 'probationary' })),
  },
  {
    key: 'branch',
    heading: '所在党支部',
    also: ['所在支部', '党支部', '所属党支部', '所在党组织'],
    required: true,
    needed: 'noBranch',
    read: readText,
  },
  {
    key: 'joinedOn',
    heading: '加入党组织日期',
    also: ['入党日期', '入党时间', '加入中共组织日期'],
    read: readDate,
  },
  {
    key: 'fullMemberOn',
    heading: '转为正式党员日期',
    also: ['转正日期', '转正时间'],
    read: readDate,
  },
  { key: 'job', heading: '工作岗位', also: ['职业'], read: readText },
  {
    key: 'mobile',
    heading: '手机号码',
    also: ['手机', '手机号', '移动电话', '联系电话'],
    read: readPhone,
  },
  { key: 'landline', heading: '固定电话', read: readPhone },
  { key: 'address', heading: '家庭住址', also: ['家庭地址', '住址'], read: readText },
  {
    key: 'standing',
    heading: '党籍状态',
    read: readChoice(
      namesOf(standings, {
        转出: 'transferred',
        除名: 'left',
        开除: 'left',
        退党: 'left',
        死亡: 'deceased',
        已去世: 'deceased',
      }),
    ),
  },
  { key: 'lost', heading: '是否为失联党员', also: ['是否失联', '是否失联党员'], read: readYesNo },
  { key: 'lostSince', heading: '失去联系日期', also: ['失联日期'], read: readDate },
  {
    key: 'floating',
    heading: '是否为流动党员',
    also: ['是否流动', '是否流动党员'],
    read: readYesNo,
  },
  { key: 'floatingTo', heading: '外出流向', also: ['流向'], read: readText },
]

const branches: readonly Column[] = [
  {
    key: 'name',
    heading: '党组织全称',
    also: ['党组织名称', '党支部名称'],
    required: true,
    needed: 'noName',
    read: readText,
  },
  {
    key: 'kind',
    heading: '类别',
    also: ['党组织类别'],
    required: true,
    read: readChoice(
      namesOf(organisationKinds, {
        支部: 'branch',
        党总支部: 'generalBranch',
        流动党支部: 'floatingBranch',
        党委: 'township',
        乡镇党委: 'township',
        街道党工委: 'township',
        县委: 'county',
      }),
    ),
  },
  { key: 'sector', heading: '所属行业', also: ['行业', '领域'], read: readText },
  { key: 'superior', heading: '上级党组织', also: ['上级党组织名称'], read: readText },
  { key: 'secretaryName', heading: '书记', also: ['书记姓名', '党组织书记'], read: readName },
  { key: 'phone', heading: '联系电话', also: ['电话'], read: readPhone },
  { key: 'termEnds', heading: '届满日期', also: ['届满时间'], read: readDate },
  {
    key: 'hasCommittee',
    heading: '是否设支委会',
    also: ['是否设支委', '是否设委员会'],
    read: readYesNo,
  },
]

/** Here 无 may be a right answer, so only an empty cell says nothing. */
const readWords = (cell: Cell): Reading<string> => succeed(wordsOf(cell) || undefined)

export const optionLetters = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'] as const

const questions: readonly Column[] = [
  {
    key: 'kind',
    heading: '题型',
    required: true,
    needed: 'badQuestion',
    read: readChoice(
      namesOf(questionKinds, { 单选: 'single', 多选: 'multiple', 判断: 'trueFalse' }),
    ),
  },
  {
    key: 'stem',
    heading: '题干',
    also: ['题目'],
    required: true,
    needed: 'badQuestion',
    read: readWords,
  },
  ...optionLetters.map((letter): Column => ({
    key: `option${letter}`,
    heading: `选项${letter}`,
    read: readWords,
  })),
  {
    key: 'answer',
    heading: '答案',
    also: ['正确答案'],
    required: true,
    needed: 'badQuestion',
    read: readWords,
  },
  { key: 'explanation', heading: '解析', also: ['答案解析'], read: readText },
  {
    key: 'difficulty',
    heading: '难度',
    read: readChoice({ 1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 易: 1, 较易: 2, 中: 3, 较难: 4, 难: 5 }),
  },
  { key: 'tag', heading: '标签', also: ['知识点'], read: readText },
]

export const columnsOf: Readonly<Record<ImportKind, readonly Column[]>> = {
  branches,
  roster,
  questions,
  ledger,
}
