import { expect, it } from 'vitest';
import { shortStationName } from './station-name.ts';

it.each([
  ['邯郸通达旅游客运有限公司维修二站', '邯郸通达二站'],
  ['大理康辉运输集团有限公司维修一站', '大理康辉一站'],
  ['广州自建维修中心', '广州自建中心'],
  ['汽车维修站', '汽车维修站'],
  ['Jinan Service Centre', 'Jinan Service Centre'],
  ['', ''],
])('%s is called %s', (name, short) => expect(shortStationName(name)).toBe(short));
