export const ERRORS_HOST_ZH = {
  'isolated-task-memory':
    '读取这个文件需要的内存超过 {{limitMiB}} MB，已停止，没有写入任何数据。请把文件拆小，或另存为 CSV 后再试。',
  'isolated-task-timeout': '读取这个文件超过 {{seconds}} 秒仍未完成，已停止，没有写入任何数据。请把文件拆小后再试。',
  'isolated-task-cancelled': '已按您的要求停止，没有写入任何数据。',
  'isolated-task-crashed': '读取文件的程序出错，没有写入任何数据。请用 Excel 打开后另存一份再试；仍不行请联系管理员。',
  'isolated-task-died':
    '读取文件的程序意外退出（代码 {{exitCode}}），没有写入任何数据。请用 Excel 打开后另存一份再试。',
};
