import type { DemoRandom } from '../random.ts';

const SURNAMES = [
  ...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段',
];
const GIVEN = [
  ...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国志文斌玉兰鹏飞红林海波春梅雪峰晓东宁浩宇晨辉翔凯俊博思远振新立成利民安庆学永福祥德胜宝森',
];

export function personName(random: DemoRandom): string {
  const length = random.chance(750) ? 2 : 1;
  let name = random.pick(SURNAMES);
  for (let index = 0; index < length; index += 1) name += random.pick(GIVEN);
  return name;
}

export function mobilePhone(random: DemoRandom): string {
  return `1${random.pick(['38', '39', '37', '36', '35', '58', '59', '86', '87', '89', '77', '91'])}${random.digits(8)}`;
}

export const FLEET_WORDS = [
  '运通',
  '长运',
  '交运',
  '恒通',
  '顺达',
  '安捷',
  '远大',
  '通达',
  '捷运',
  '畅行',
  '鸿运',
  '中旅',
  '平安',
  '康辉',
  '飞马',
  '金鹿',
];
export const LOGISTICS_WORDS = [
  '德顺',
  '佳和',
  '汇通',
  '万里',
  '众诚',
  '同力',
  '百川',
  '华宇',
  '永昌',
  '聚源',
  '盛和',
  '天和',
];
export const WORKSHOP_WORDS = [
  '鑫源',
  '宏达',
  '诚信',
  '金轮',
  '永固',
  '瑞丰',
  '华盛',
  '力行',
  '四方',
  '精诚',
  '兴隆',
  '伟业',
  '博通',
  '正源',
  '鼎盛',
  '同泰',
];
export const SUPPLIER_WORDS = [
  '华泰',
  '瑞安',
  '中鼎',
  '精锐',
  '大同',
  '东睦',
  '亚太',
  '万安',
  '银轮',
  '隆基',
  '宁波中策',
  '富奥',
  '凌云',
  '松芝',
  '科力',
  '贝特',
  '天润',
  '威孚',
  '玉柴',
  '法士特',
  '汉德',
  '远东',
  '三环',
  '新朋',
  '金固',
  '浙江铁牛',
  '兴民',
  '双林',
  '骆驼',
  '风帆',
];
export const SUPPLIER_TRADES = [
  '汽车零部件',
  '制动系统',
  '传动轴',
  '电器',
  '空调',
  '橡塑',
  '滤清器',
  '散热器',
  '密封件',
  '仪表',
  '玻璃',
  '座椅',
];
export const BANKS = ['中国工商银行', '中国建设银行', '中国农业银行', '中国银行', '交通银行', '招商银行'];
export const CARRIERS = ['德邦快递', '顺丰速运', '中通快运', '安能物流'];
