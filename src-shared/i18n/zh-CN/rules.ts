/** Findings of the rules in one sentence with the two facts that disagree, and the names of split rules. */
export const rulesTexts = {
  'rule.V01.title': 'VIN 不在车辆档案',
  'rule.V01.sentence': '车辆档案中没有 VIN {{vin}}，无法确认是本公司产品。',
  'rule.V01.headline': '查无此车',
  'rule.V02.title': 'VIN 写法不对',
  'rule.V02.sentence': 'VIN {{vin}} 不符合编写规则。',
  'rule.V02.sentence_malformed':
    'VIN {{vin}} 有 {{length}} 位或含有不用的字符；应为 17 位，只用数字和除 I、O、Q 以外的字母。',
  'rule.V02.sentence_digit': 'VIN {{vin}} 第 9 位校验位是 {{foundDigit}}，按其余各位应为 {{expectedDigit}}。',
  'rule.V02.headline': 'VIN 有误',
  'rule.V04.title': '里程倒退',
  'rule.V04.sentence':
    '{{readDate, date}} 申报里程 {{claimedKm, integer}} km，而 {{earlierDate, date}} 已有 {{earlierKm, integer}} km，少了 {{differenceKm, integer}} km。',
  'rule.V04.headline': '里程少 {{differenceKm, integer}} km',
  'rule.W01.title': '超出质保期',
  'rule.W01.sentence':
    '故障日 {{failureDate, date}}，质保自 {{startDate, date}} 起 {{months}} 个月，{{firstDayOut, date}} 起已不在质保期，超出 {{daysOver, integer}} 天。',
  'rule.W01.sentence_firstDay':
    '故障日 {{failureDate, date}}，质保自 {{startDate, date}} 起 {{months}} 个月，当日正是出保第一天。',
  'rule.W01.headline': '超期 {{daysOver, integer}} 天',
  'rule.W01.headline_firstDay': '当日出保',
  'rule.W02.title': '超出质保里程',
  'rule.W02.sentence':
    '里程 {{effectiveKm, integer}} km，质保限 {{kmLimit, integer}} km，超出 {{overKm, integer}} km。',
  'rule.W02.headline': '超里程 {{overKm, integer}} km',
  'rule.W04.title': '故障早于销售',
  'rule.W04.sentence':
    '故障日 {{failureDate, date}} 早于销售日 {{saleDate, date}}（早 {{daysBefore, integer}} 天），这时车还没有交付。',
  'rule.W04.headline': '早于销售 {{daysBefore, integer}} 天',
  'rule.D01.title': '重复索赔',
  'rule.D01.sentence':
    '同一辆车的同一项目 {{operation}}，{{otherClaimantName}} 已在 {{otherFinishDate, date}} 完工并报索赔 {{otherClaimNo}}；本单完工 {{finishDate, date}}，相差 {{days, integer}} 天。',
  'rule.D01.headline': '与 {{otherClaimNo}} 重复',
  'rule.D03.title': '短期内重复维修',
  'rule.D03.sentence':
    '{{days, integer}} 天前（{{otherFinishDate, date}}）{{otherClaimantName}} 修过同一项目，索赔单 {{otherClaimNo}}；本单完工 {{finishDate, date}}，{{withinDays}} 天内算重复维修。',
  'rule.D03.sentence_same':
    '同一服务站 {{days, integer}} 天前（{{otherFinishDate, date}}）修过同一项目，索赔单 {{otherClaimNo}}；本单完工 {{finishDate, date}}，{{withinDays}} 天内算返修。',
  'rule.D03.sentence_other':
    '另一服务站 {{otherClaimantName}} 在 {{days, integer}} 天前（{{otherFinishDate, date}}）修过同一项目，索赔单 {{otherClaimNo}}；本单完工 {{finishDate, date}}，{{withinDays}} 天内算重复维修。',
  'rule.D03.headline': '{{days, integer}} 天前修过',
  'rule.L01.title': '工时超定额',
  'rule.L01.sentence':
    '{{item}} 申报 {{claimedHoursCenti, hours}} h，定额 {{standardHoursCenti, hours}} h，按 {{limitHoursCenti, hours}} h 计。',
  'rule.L01.sentence_overlap':
    '{{item}} 申报 {{claimedHoursCenti, hours}} h，定额 {{standardHoursCenti, hours}} h 中有 {{overlapCenti, hours}} h 与 {{overlapsWith}} 重叠，按 {{limitHoursCenti, hours}} h 计。',
  'rule.L01.headline': '工时 {{claimedHoursCenti, hours}}，定额 {{limitHoursCenti, hours}}',
  'rule.L06.title': '工时单价不符',
  'rule.L06.sentence':
    '{{item}} 申报每小时 {{claimedRateFen, fen}}，完工日有效单价 {{rateFen, fen}}（含系数 {{effectiveRateFen, fen}}）。',
  'rule.L06.headline': '单价 {{claimedRateFen, fen}}，应 {{rateFen, fen}}',
  'rule.P01.title': '数量超出单车用量',
  'rule.P01.sentence': '{{item}} 申报 {{claimedQtyMilli, qty}} 件，单车最多 {{maxQtyMilli, qty}} 件。',
  'rule.P01.sentence_earlier':
    '{{item}} 申报 {{claimedQtyMilli, qty}} 件，一年内已装 {{earlierQtyMilli, qty}} 件（{{otherClaimNo}}），单车最多 {{maxQtyMilli, qty}} 件。',
  'rule.P01.headline': '超单车用量',
  'rule.P05.title': '配件价高于目录价',
  'rule.P05.sentence':
    '{{item}} 申报单价 {{claimedUnitFen, fen}}，目录价 {{listPriceFen, fen}}，每件高 {{overFen, fen}}。',
  'rule.P05.headline': '单价高 {{overFen, fen}}',
  'rule.T01.title': '外出里程超出',
  'rule.T01.sentence':
    '申报往返 {{claimedKm, integer}} km，路线往返 {{routeKm, integer}} km，允许 {{limitKm, integer}} km，超出 {{overKm, integer}} km。',
  'rule.T01.sentence_estimate':
    '申报往返 {{claimedKm, integer}} km，按坐标估算往返 {{routeKm, integer}} km，允许 {{limitKm, integer}} km，超出 {{overKm, integer}} km。',
  'rule.T01.sentence_stated':
    '申报往返 {{claimedKm, integer}} km，服务站自报路线往返 {{routeKm, integer}} km，允许 {{limitKm, integer}} km，超出 {{overKm, integer}} km。',
  'rule.T01.headline': '里程多 {{overKm, integer}} km',
  'rule.S01.title': '服务站无资格',
  'rule.S01.sentence': '{{stationCode}} {{stationName}} 在完工日 {{finishDate, date}} 没有维修资格。',
  'rule.S01.sentence_status': '{{stationCode}} {{stationName}} 已暂停或终止合作，完工日 {{finishDate, date}}。',
  'rule.S01.sentence_noTerms': '{{stationCode}} {{stationName}} 在完工日 {{finishDate, date}} 没有有效的合作条款。',
  'rule.S01.sentence_contract':
    '{{stationCode}} {{stationName}} 完工日 {{finishDate, date}}，合同 {{contractNo}} 有效期 {{contractFromDate, date}} 至 {{contractToDate, date}}。',
  'rule.S01.headline': '服务站无资格',
  'rule.G02.title': '提交过迟',
  'rule.G02.sentence':
    '{{finishDate, date}} 完工，{{submittedDate, date}} 才提交，隔 {{days, integer}} 天，限 {{limitDays}} 天，应付扣 {{cutBp, percent}}。',
  'rule.G02.headline': '迟 {{days, integer}} 天提交',

  'rule.SR-CAMP.title': '服务活动：厂家全额',
  'rule.SR-FIXED.title': '固定费用项目：厂家付工料，不付外出',
  'rule.SR-STFAULT.title': '服务站责任：服务站全额',
  'rule.SR-CUST.title': '客户责任：客户全额',
  'rule.SR-EXCL.title': '不在质保范围：客户全额',
  'rule.SR-REWORK.title': '30 天内返修：厂家只付配件',
  'rule.SR-IN-MAKER.title': '保内，A、B 级站：厂家全额',
  'rule.SR-IN-ENG.title': '保内，厂家工程师：厂家全额',
  'rule.SR-IN-C.title': '保内，C、D 级站：外出费厂家付 80%',
  'rule.SR-IN-UNK.title': '保内，责任未明：工时和外出厂家付 80%',
  'rule.SR-GW-NEAR.title': '优惠，刚出保：工时 70/0/30，配件各半',
  'rule.SR-GW-FAR.title': '优惠，卡车动力总成：工时各半，配件厂家 30%',
  'rule.SR-NONE.title': '没有适用的分摊：客户全额',

  'fact.amountStated': '申报了金额',
  'fact.computedFen': '计算金额',
  'fact.supplyMode': '供件方式',
  'fact.issueValueFen': '发放价值',
  'fact.issuePriceFen': '发放价',
  'fact.needsPreApproval': '需预授权',
  'fact.handlingBp': '管理费率',
  'word.STATION_STOCK': '站库存件',
  'word.FREE_ISSUE': '三包件',
  'word.LOCAL_BUY': '外购件',
  'word.COST_TYPE': '费用类别',
  'warranty.source.MFG': '出厂日',
} as const;
