/** What the program says in the terminal or before a screen is there. */
export const HOST_TEXT_ZH = {
  'host.link': '打开 Hedui 核对（链接只能用一次）：{{url}}',
  'host.linkUsedUp': '链接已用过。需要再开一个窗口时用新链接：{{url}}',
  'host.linkAskedAgain': '有人用已失效的链接打开页面。新链接：{{url}}',
  'host.pageLinkUsed': '这个链接已经用过，或者不是本次启动的链接。终端里已经打印了新链接，请打开新链接。',
  'host.pageNoSession': '请打开终端里打印的链接。',
  'host.pageFileGone': '这个下载链接已经用过或已失效。请回到程序，在任务列表里重新导出。',
  'host.building': '正在构建界面……',
  'host.starting': '正在启动中央服务器（演示公司首次创建约需一分钟）……',
  'host.stillStarting': '仍在准备，已用 {{seconds}} 秒……',
  'host.serverReady': '中央服务器已就绪：{{url}}',
  'host.electronMissing': '没有找到 Electron 程序文件（{{looked}}），改用本机浏览器打开。',
  'host.electronStarted': '已打开 Hedui 窗口。',
  'host.portTaken': '端口 {{port}} 已被占用，改用其他端口。',
  'host.portRefused': '端口 {{port}} 已被占用。请换一个端口，或关闭占用它的程序后再试。',
  'host.alreadyRunning':
    '数据文件夹 {{folder}} 正被另一个 Hedui 使用（进程 {{pid}}）。请先关闭它，或用 --data 指定另一个文件夹。',
  'host.serverStopped': '中央服务器已停止（代码 {{code}}）。日志：{{log}}',
  'host.serverUnreachable': '无法连接服务器 {{url}}。请检查地址和网络后再试。',
  'host.buildFailed': '界面构建失败，请看上面的错误。',
  'host.desktopStopped': '桌面程序已停止（代码 {{code}}）。日志：{{log}}',
  'host.noServer':
    '没有设置中央服务器的地址。请让管理员提供 {{file}}，内容如 {"server":"https://hedui.example.cn"}，然后重新启动。',
  'host.stopping': '正在停止……',
} as const;
