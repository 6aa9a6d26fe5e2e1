/** Words that say what kind of firm it is and not which one; the legal form stands in nearly every name. */
const COMMON = /(?:股份|集团)?有限(?:责任)?公司|集团公司|旅游|长途|客运|运输|汽车|维修|服务/g;
const SHORTEST = 4;

/** A station as people call it, for a narrow column: 邯郸通达旅游客运有限公司维修二站 → 邯郸通达二站. The whole name when little would be left. */
export function shortStationName(name: string): string {
  const short = name.replaceAll(COMMON, '');
  return short.length < SHORTEST ? name : short;
}
