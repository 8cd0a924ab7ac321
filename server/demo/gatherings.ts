/** What branches of the demonstration township met about: made up, in the words and of the things such minutes hold. */

export type Topic = {
  readonly topic: string
  readonly months: readonly number[]
  readonly agenda: readonly { readonly title: string; readonly notes: string }[]
  readonly resolution: string
}

const allYear = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]

export const themeDayTopics: readonly Topic[] = [
  {
    topic: '秋冬防火和秸秆管理',
    months: [9, 10, 11, 12],
    agenda: [
      { title: '传达学习', notes: '传达镇里秋冬防火工作安排，逐条说明禁烧区和值班办法。' },
      {
        title: '分片包户',
        notes: '每名党员联系5到8户，把明白纸送到户。有党员提出西坡坟地路口缺警示牌，应先补上。',
      },
    ],
    resolution: '西坡路口警示牌三日内立好，各片每周巡查一次。',
  },
  {
    topic: '村级账目公开',
    months: allYear,
    agenda: [
      {
        title: '学习有关规定',
        notes: '学习村级财务公开的要求，说明哪些项目必须公开、多久公开一次。',
      },
      {
        title: '通报收支',
        notes:
          '逐项通报上季度收支。有党员问机井维修费为何高于去年，会计说明换了两台水泵，票据当场传看。',
      },
    ],
    resolution: '账目在公开栏张贴，另印大字版放在村委会。',
  },
  {
    topic: '清沟排水和防汛值守',
    months: [5, 6, 7, 8],
    agenda: [
      { title: '传达学习', notes: '传达防汛值班要求，学习转移避险的信号和路线。' },
      {
        title: '义务劳动',
        notes: '分三组清理村东排水沟约400米，青壮年党员负责涵洞，年纪大的负责看路和送水。',
      },
    ],
    resolution: '低洼处6户登记造册，落实到人，雨大就先转移。',
  },
  {
    topic: '走访困难户和独居老人',
    months: [1, 2, 10, 11, 12],
    agenda: [
      { title: '学习讨论', notes: '讨论怎样帮到点子上，不给人添麻烦。' },
      {
        title: '入户走访',
        notes: '两人一组走访，问取暖、用药、电路。发现一户插座老化，电工党员当天换好。',
      },
    ],
    resolution: '独居老人每周有人上门一次，名单由组织委员保管，不对外公布。',
  },
  {
    topic: '人居环境整治',
    months: [3, 4, 5, 9],
    agenda: [
      { title: '学习', notes: '学习垃圾分类投放要求。' },
      {
        title: '义务劳动',
        notes: '清理房前屋后和村口广场，拉走建筑垃圾两车。有党员建议垃圾桶挪到背阴处，大家同意。',
      },
    ],
    resolution: '每月5日前由各小组自查一次，结果在村务群里说明。',
  },
  {
    topic: '春耕备耕和农机安全',
    months: [2, 3, 4],
    agenda: [
      { title: '学习', notes: '学习农机上路和作业的安全要求，观看事故案例。' },
      { title: '互助安排', notes: '排出无劳力户的代耕名单，三名有农机的党员认领。' },
    ],
    resolution: '代耕7户，清明前完成；费用按村里议定的标准，不另收钱。',
  },
  {
    topic: '医保缴费和防诈骗宣传',
    months: [9, 10, 11, 12],
    agenda: [
      { title: '学习', notes: '学习今年医保缴费的时间和办法，讲解冒充医保局短信的骗术。' },
      { title: '分工', notes: '会用手机的党员帮老人代缴，当面操作，不替人保管密码。' },
    ],
    resolution: '60岁以上没缴的逐户提醒，月底汇总人数，不登记金额。',
  },
  {
    topic: '学习党支部工作条例',
    months: allYear,
    agenda: [
      {
        title: '集体学习',
        notes: '逐段学习支部党员大会、支委会和党小组会的有关规定，大家轮流读。',
      },
      {
        title: '交流',
        notes: '5名党员发言。有人提出外出党员收不到通知，会上商定改为提前三天打电话并发消息。',
      },
    ],
    resolution: '开会提前三天通知，外出党员由联系人单独告知。',
  },
]

export const committeeAgenda: readonly Topic['agenda'][number][] = [
  { title: '研究本月主题党日', notes: '确定主题、时间和分工，提前三天通知。' },
  { title: '研究党费收缴', notes: '核对本月应交名单，两名在外党员由联系人提醒。' },
  { title: '研究入党申请人谈话', notes: '安排一名委员与申请人谈话并做好记录。' },
  { title: '研究困难党员帮扶', notes: '同意为一名生病党员申请帮扶，材料由组织委员准备。' },
  {
    title: '研究村道维修',
    notes: '先听村民代表意见，再提交党员大会讨论。有委员认为应先修学校门口一段。',
  },
  { title: '通报镇里会议精神', notes: '书记通报，各委员认领任务。' },
]

export const lectureTitles: readonly string[] = [
  '怎样开好支部的会',
  '党费的来历和规定',
  '村里的账怎么看',
  '流动党员怎样过组织生活',
]

export const absenceReasons: readonly string[] = [
  '外出务工',
  '生病',
  '照看病人',
  '跑车在外',
  '走亲戚',
  '农忙',
]

export const notHeldReasons: readonly string[] = [
  '人员外出，到会不足半数',
  '全村防汛，改到下月一并开',
]
