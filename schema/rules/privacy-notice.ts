/**
 * What a person is told before he sees the first record. A version, once anybody has read it, never changes: other words are
 * another version, put in front, and ask again (notice-version.ts).
 */
import type { Words } from '../field.ts'
import { words } from '../field.ts'

export type PrivacyNotice = {
  readonly version: number
  readonly from: string
  readonly parts: readonly { readonly title: Words; readonly lines: readonly Words[] }[]
}

/** Newest first. */
export const privacyNotices: readonly [PrivacyNotice, ...(readonly PrivacyNotice[])] = [
  {
    version: 1,
    from: '2026-11-26',
    parts: [
      {
        title: words('记些什么', 'What is kept'),
        lines: [
          words(
            '您的姓名、所在支部和党员档案：出生日期、学历、入党时间、电话、住址、党籍等。',
            'Your name, your branch and your member file: birth, education, when you joined, telephone, address, standing and the like.',
          ),
          words(
            '您参加会议的情况、学习和答题，还有您自己写的心得、申请。',
            'Your attendance at meetings, what you studied and answered, and what you wrote yourself.',
          ),
          words(
            '不定位，不刷脸，不记您看了多久，不排名。',
            'No location, no faces, no counting of your time, no ranking.',
          ),
        ],
      },
      {
        title: words('用来做什么', 'What for'),
        lines: [
          words(
            '只用来办支部的事：记会议、点名、组织学习、管理党员档案。',
            'For the work of the branch alone: meetings, attendance, study, member files.',
          ),
        ],
      },
      {
        title: words('谁能看到', 'Who sees it'),
        lines: [
          words(
            '本支部的党员：您的姓名、是正式还是预备党员，会议记录里提到您的话。',
            'Members of your branch: your name, whether you are a full member, and what minutes say of you.',
          ),
          words(
            '您的档案、出勤和学习：您自己、支部书记和副书记、上级党组织的工作人员。',
            'Your file, attendance and study: you, your secretary and his deputy, and the staff of the organisations above.',
          ),
          words(
            '完整的身份证号不在任何手机上，只有上级党组织的工作人员能连网查看，要写明事由，每次都有记录。',
            'No phone holds your whole identity number. Only staff of the organisations above can see it, with a network and a reason, and every time is noted.',
          ),
          words(
            '谁打开过您的档案，您在“我的”里看得到。',
            'Who opened your file, you can read under “Me”.',
          ),
        ],
      },
      {
        title: words('您说了算的', 'What is up to you'),
        lines: [
          words(
            '电话给不给本支部的党员看、会议照片里能不能有您：不答应就是不。答应了，随时可以收回。',
            'Whether comrades see your telephone number, and whether you may be in photos: it is no until you say yes, and you can take it back at any time.',
          ),
          words(
            '档案写错了，在“我的”里申请更正，支部会答复您。',
            'Where your file is wrong, ask for a correction under “Me”; the branch answers you.',
          ),
          words(
            '您的全部资料，可以随时自己存一份。',
            'You can keep a copy of everything about you whenever you like.',
          ),
        ],
      },
      {
        title: words('存在哪里，留多久', 'Where, and how long'),
        lines: [
          words(
            '存在本级党组织的电脑里，和有权看的人的手机里。各样留多久，下面有表。',
            'On the computer of the Party organisation, and on the phones of those who may see it. How long each is kept is in the table below.',
          ),
          words('到了年限也不会自己删掉。', 'Nothing goes by itself when its time is over.'),
        ],
      },
      {
        title: words('有事问谁', 'Whom to ask'),
        lines: [
          words(
            '先问支部书记；他办不了的，问乡镇党委。',
            'First your branch secretary; where he cannot help, the township committee.',
          ),
        ],
      },
    ],
  },
]
