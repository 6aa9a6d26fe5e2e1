/** The grid of every list: blocks, copy, paste, find, columns, schemes. */
export const gridTexts = {
  'grid.cells': '单元格',
  'grid.filled': '计数',
  'grid.average': '平均',
  'grid.least': '最小',
  'grid.most': '最大',
  'grid.readOnlyList': '此列表只读，不能粘贴。',
  'grid.copied': '已复制 {{rows, integer}} 行 × {{columns, integer}} 列',
  'grid.copying': '正在复制 {{done}} / {{total}} 行',
  'grid.copyStopped': '已停止复制，剪贴板内容未变。',
  'grid.copyFailed': '没有复制成功，剪贴板内容未变。请重试；行数很多时请用导出（Ctrl+E）。',
  'grid.copy.crosswise': '这几块不在相同的行或列，不能一起复制。请选一块连续区域。',
  'grid.copy.tooMany': '选中的单元格超过 100 万，请用导出（Ctrl+E）。',
  'grid.copy.nothing': '没有可复制的内容。',
} as const;
