import type { DemoFacts } from './demo-facts.ts';
import { COMPONENT_TABLE } from './names/component-table.ts';

export type ProductLine = 'COACH' | 'TRUCK';

export interface DemoModel {
  id: string;
  code: string;
  line: ProductLine;
  series: string;
  name: string;
  electric: boolean;
  vinPart: string;
}

/** A kind of part of one assembly, before it is made for each series. */
export interface PartKind {
  name: string;
  priceFen: number;
  maxQty: number;
  wear: boolean;
  serialised: boolean;
  returned: boolean;
}

export interface DemoGroup {
  id: string;
  code: string;
  name: string;
  className: string;
  lines: ProductLine[];
  complaints: string[];
  causes: string[];
  kinds: PartKind[];
}

/** series|line|VIN characters 4–8|models as name:seats or tonnes */
const SERIES_TABLE = `
HT6120|COACH|BUS7B|HT6120HC豪华旅游客车:53,HT6122HD豪华旅游客车:55,HT6125全承载客车:57
HT6108|COACH|BUS6C|HT6108H中型客车:41,HT6109团体客车:47
HT6896|COACH|BUS5D|HT6896K公路客车:37,HT6898旅游客车:39
HT6148|COACH|BUS8E|HT6148双层客车:67,HT6140卧铺改座客车:59
HT6105G|COACH|CTY6A|HT6105G城市客车:33,HT6106低地板公交:31
HT6125G|COACH|CTY7A|HT6125G低地板公交:39,HT6180G铰接公交:49,HT6126双源公交:38
HT6105EV|COACH|EVB6A|HT6105BEV纯电动公交:31,HT6106BEV低入口公交:30,HT6120BEV纯电动客车:49
HT6850EV|COACH|EVB5A|HT6850BEV纯电动公交:25,HT6680BEV微循环公交:19
HT6118X|COACH|SCH6B|HT6118X专用校车:46,HT6750X专用校车:36,HT6661X幼儿校车:29,HT6578轻型客车:19,HT6600轻型客车:19
HK4250|TRUCK|TRK3A|HK4250牵引车:25000,HK4255高顶牵引车:25000,HK4180牵引车:18000
HK4180L|TRUCK|TRK3B|HK4185LNG牵引车:18000,HK4258LNG牵引车:25000
HK3250|TRUCK|TRK4C|HK3250自卸车:25000,HK3310自卸车:31000,HK3318宽体自卸车:31000
HK5250|TRUCK|TRK4D|HK5250搅拌车:25000,HK5310搅拌车:31000
HK1160|TRUCK|TRK2E|HK1160载货车:16000,HK1180载货车:18000,HK1250载货车:25000
HK1040|TRUCK|TRK1F|HK1040轻卡:4495,HK1080轻卡:8275
HK5180|TRUCK|TRK2G|HK5180冷藏车:18000`;

const CLASS_NAMES: readonly (readonly [string, string])[] = [
  ['ENGINE', '发动机'],
  ['DRIVELINE', '传动系'],
  ['AXLE', '车桥与悬架'],
  ['BRAKE', '制动系'],
  ['STEER', '转向系'],
  ['ELEC', '电器'],
  ['AC', '空调与采暖'],
  ['BODY', '车身'],
  ['NEV', '新能源'],
  ['WEAR', '易损件'],
  ['OTHER', '其他'],
];

export function addModels(facts: DemoFacts): DemoModel[] {
  facts.add('productLine', { id: facts.ids.next(), code: 'COACH', name: '客车' });
  facts.add('productLine', { id: facts.ids.next(), code: 'TRUCK', name: '卡车' });
  const models: DemoModel[] = [];
  for (const row of SERIES_TABLE.trim().split('\n')) {
    const [series = '', line = '', vinPart = '', names = ''] = row.split('|');
    for (const text of names.split(',')) {
      const [name = '', size = '0'] = text.split(':');
      models.push(addModel(facts, { series, line: line as ProductLine, vinPart, name, size: Number(size) }));
    }
  }
  return models;
}

interface ModelFacts {
  series: string;
  line: ProductLine;
  vinPart: string;
  name: string;
  size: number;
}

function addModel(facts: DemoFacts, model: ModelFacts): DemoModel {
  const electric = model.vinPart.startsWith('EV');
  const id = facts.ids.next();
  const code = /^[A-Z0-9]+/.exec(model.name)?.[0] ?? model.series;
  facts.add('productModel', {
    id,
    code,
    productLine: model.line,
    series: model.series,
    name: model.name,
    announceNo: `公告第${String(280 + (facts.rows('productModel').length % 90))}批`,
    engineModel: electric ? '永磁同步电机' : model.line === 'COACH' ? 'YC6L280-50' : 'D2066LF40',
    chassisModel: `${model.series}D`,
    seats: model.line === 'COACH' ? model.size : 3,
    gvwKg: model.line === 'COACH' ? 6000 + model.size * 220 : model.size,
    activeFromDate: '2012-01-01',
    activeToDate: null,
  });
  return { id, code, line: model.line, series: model.series, name: model.name, electric, vinPart: model.vinPart };
}

export function addComponentGroups(facts: DemoFacts): DemoGroup[] {
  const parentIds = new Map<string, string>();
  for (const [className, name] of CLASS_NAMES) {
    const id = facts.ids.next();
    parentIds.set(className, id);
    facts.add('componentGroup', { id, code: className, parentId: null, name, class: className, vmrsCode: null });
  }
  return COMPONENT_TABLE.trim()
    .split('\n')
    .map((line) => {
      const group = readGroup(line, facts.ids.next());
      facts.add('componentGroup', {
        id: group.id,
        code: group.code,
        parentId: parentIds.get(group.className) ?? null,
        name: group.name,
        class: group.className,
        vmrsCode: null,
      });
      return group;
    });
}

function readGroup(line: string, id: string): DemoGroup {
  const [code = '', name = '', className = '', lines = '', complaints = '', causes = '', kinds = ''] = line.split('|');
  const both: ProductLine[] = ['COACH', 'TRUCK'];
  return {
    id,
    code,
    name,
    className,
    lines: lines === 'B' ? both : [lines === 'C' ? 'COACH' : 'TRUCK'],
    complaints: complaints.split(','),
    causes: causes.split(','),
    kinds: kinds.split(',').map((text) => {
      const [kindName = '', price = '0', maxQty = '1', flags = ''] = text.split(':');
      return {
        name: kindName,
        priceFen: Number(price) * 100,
        maxQty: Number(maxQty),
        wear: flags.includes('w'),
        serialised: flags.includes('s'),
        returned: flags.includes('r'),
      };
    }),
  };
}
