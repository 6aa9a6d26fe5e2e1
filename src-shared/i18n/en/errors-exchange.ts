/** Why a file, a row or a value is not taken, and what to do. */
export const exchangeErrors = {
  'file-empty': 'The file is empty: it has no row at all. Check whether it is the right file.',
  'not-a-spreadsheet':
    'This file is no table (neither xlsx nor csv). Save it from Excel as .xlsx or .csv and import that.',
  'format-not-supported':
    'This is a {{format}} file, which cannot be imported as it is. Open it in Excel or WPS and save it as “Excel workbook (.xlsx)”.',
  'file-encrypted':
    'The file is protected by a password and cannot be read. Remove the password in Excel (File → Info → Protect workbook) and import it again.',
  'workbook-damaged':
    'The workbook is damaged inside; nothing was read. Open it in Excel and save it again, or ask for a new copy.',
  'workbook-declares-entities':
    'The workbook holds an unsafe declaration (DOCTYPE), which no real Excel file has; it was not read. Make sure where the file comes from and export it again from Excel.',
  'workbook-too-large':
    'Unpacked, the workbook exceeds {{limitMiB}} MB; reading was stopped. Split it into several files.',
  'workbook-lost-its-texts':
    'Row {{rowNo}} refers to a text the workbook does not hold (the file is incomplete). Nothing was taken in. Open it in Excel and save it again.',
  'encoding-unknown':
    'The character encoding of the file could not be recognised. Save it as “CSV UTF-8” and import that.',
  'csv-quote-not-closed':
    'A quotation mark opened in row {{rowNo}} is never closed, so what follows cannot be split into columns. Add the missing mark and import again.',
  'csv-damaged': 'Row {{rowNo}} cannot be split into columns. Check its quotation marks and separators.',
  'sheet-empty': 'The sheet “{{sheet}}” is empty. Choose another sheet or another file.',
  'sheet-not-found': 'There is no sheet “{{sheet}}”. Choose the file again.',
  'header-row-not-found':
    'Row {{rowNo}} is empty and cannot be the header row. Enter the number of the row with the column names.',
  'too-many-rows': 'The file has more than {{limit}} rows, too many for one import. Split it by month or station.',
  'file-too-large': 'The file “{{fileName}}” exceeds {{limitMiB}} MB. Split it and import the parts.',
  'file-not-uploaded': 'The file did not arrive whole (the program may have been restarted). Choose it again.',
  'preview-gone':
    'This preview is gone (the program may have been restarted); nothing was imported. Choose the file again.',
  'import-not-found': 'There is no record of this import. Open it from “Earlier imports”.',
  'mapping-incomplete': 'Required fields have no source yet: {{fields}}. Choose a column or write a fixed value.',
  'key-missing':
    'The field that identifies this row is empty, so it cannot be told what it is. Fill it in and import again.',
  'value-missing': 'A required value is empty. Fill it in.',
  'not-a-number': 'This is no number. Write digits only, such as 1234.50.',
  'not-an-integer': 'Only a whole number can stand here. Remove the decimals.',
  'too-many-decimals':
    'Too many decimals; nothing is rounded silently. Use as many as the field holds (money and hours 2, quantities 3).',
  'number-too-large': 'The number is too large to be kept exactly. Check whether it has digits too many.',
  'negative-not-allowed': 'It cannot be negative. Check the sign.',
  'out-of-bounds': 'Outside any possible range. Check the figure and its unit.',
  'not-a-date': 'This is no date, or not in the chosen order. Write 2026-01-05, or change the date order.',
  'date-does-not-exist':
    'There is no such day in the calendar (30 February, or day and month swapped). Correct it, or change the date order.',
  'date-instead-of-number':
    'The cell holds a date where a number belongs. Set its format to number and enter it again.',
  'date-instead-of-code': 'Excel has turned this code into a date. Set the cell to text and enter it again.',
  'code-is-not-whole': 'A code cannot have decimals or an exponent. Set the cell to text and enter it again.',
  'code-lost-digits':
    'This code is stored as a number, and Excel has turned its digits after the 15th into zeros. Set the cell to text and enter it in full.',
  'text-too-long': 'The text is too long. Shorten it (codes 64 characters, texts 500).',
  'not-a-text': 'This is not a text. Check which column the field is mapped to.',
  'choice-unknown': 'This value is not known. Possible ones: {{choices}}.',
  'cell-has-error':
    'The cell holds an Excel error or a formula that was never calculated. Correct it in Excel, save, and import again.',
  'row-has-too-many-cells':
    'This row has {{cells}} cells but the header only {{columns}}: perhaps a separator too many. Put quotation marks around the text that contains one.',
  'key-already-in-file':
    'Row {{otherRowNo}} is the same thing with other contents; it cannot be told which one counts. Delete one of them.',
  'rows-of-one-claim-disagree':
    'Row {{otherRowNo}} belongs to the same claim but says “{{otherValue}}”. Make them agree.',
  'other-row-refused':
    'Nothing is wrong with this row, but row {{otherRowNo}} of the same claim is refused. Correct that one and import again.',
  'vin-malformed': 'A VIN has 17 letters and digits without I, O and Q. Check it against the vehicle.',
  'vehicle-not-named': 'It cannot be told which vehicle this is: give the VIN, or plate and model (and customer).',
  'claim-without-lines': 'The claim has no line.',
  'claim-too-many-lines': 'A claim has at most 200 lines. Check whether the job card is mapped to the right column.',
  'dates-out-of-order': 'This lies before {{earlierDate}}, which must come first. Check both dates.',
  'region-unknown': 'There is no region with this code. Check the code (1–7 for instance).',
  'station-unknown': 'There is no such station. Import the stations first, or correct the code.',
  'operation-unknown': 'There is no such labour operation. Import the operations first, or correct the code.',
  'code-unknown': 'This code does not exist. Check it.',
  'server-gave-no-result':
    'The server gave no answer for this one. Import the same file again; what is in already is not doubled.',
  'export-too-large': 'The query finds more than {{limit}} rows. Narrow the filter and export again.',
  'statement-not-found': 'This statement is not on this computer. Synchronise and export again.',
  'file-name-taken':
    '“{{fileName}}” is open in Excel or WPS and could not be written, nor under another name. Close it and try again.',
  'data-moved-while-exporting':
    'The data was being updated during the export and the totals might not agree, so the file was dropped. Export again.',
  'import-stopped':
    'Stopped as you asked: what had been sent is imported, this row was not sent. Import the same file again for the rest; nothing is taken in twice.',
  'import-already-sent':
    'Every part had been sent already and could not be held back; they are imported as usual, see the earlier imports.',
  'job-cancelled': 'Stopped as you asked; no file is left.',
  'disk-full': 'The disk is full; the file was not written and no half file is left. Make room and try again.',
  'repair-operation-unknown': 'There is no operation with this code. Import it first, or correct the code.',
  'part-unknown': 'There is no such part. Import the part first, or correct the number.',
  'warehouse-unknown': 'There is no such warehouse. Check the warehouse code.',
  'supplier-unknown': 'There is no such supplier. Import the supplier first, or correct the code.',
  'order-or-claim-unknown': 'There is no work order or claim with this number. Check the number.',
  'call-out-of-time': 'A call lies after the finish of the repair and not in the future. Check the time.',
  'call-older': 'A later call is noted ({{notedAt}}); the newest one stands. Leave this row out.',
  'answer-of-nobody': 'Nobody was reached, so nobody gave this answer. Leave it empty, or correct “reached”.',
  'old-part-unknown': 'There is no old part with this label. Check the label.',
  'old-part-of-other-part': 'The label is that of part {{tagPartNo}}. Check label and part.',
  'old-part-too-many': 'More than the label says. Take in at most its quantity; put the rest on its own label.',
  'old-part-not-awaited': 'This old part has gone on ({{status}}) and is not taken in again. Ask the supervisor.',
  'not-the-one-line': 'One line of labour is the main operation, one of material the failed part. Mark one only.',
  'time-before-start': 'This lies before its start. Check both times.',
  'finish-on-another-day': 'The time of finish is on another day than the finish date. Make them agree.',
  'fault-code-unknown': 'This fault code is not in our list, or of another kind. Check the code.',
  'preauth-unknown': 'There is no approval with this number. Check the number.',
  'campaign-unknown': 'There is no such campaign. Import it first, or correct the code.',
  'statement-unknown': 'There is no such statement. Check the statement number.',
  'division-level-unknown': 'Province, city or area? The code must have 2, 4 or 6 digits, or give the level.',
  'document-without-lines': 'It has no rows.',
  'too-many-lines': 'More than {{limit}} rows with one code. Check whether the code comes from the right column.',
  'rows-of-one-thing-disagree': 'Row {{otherRowNo}} has the same code but says "{{otherValue}}". Make them agree.',
  'invoice-does-not-add-up': 'Net plus tax is not the gross. Check the three amounts.',
  'invoice-decided': 'This invoice has been dealt with ({{status}}); a file cannot change it any more.',
  'movement-already-posted':
    'This has been posted with the quantity {{postedQty}}, which differs. The ledger is never changed: post a correcting movement.',
  'whole-unit-decimals': 'This part is kept in whole units; the quantity cannot have decimals.',
  'date-in-the-future': 'The date lies in the future. Check the date.',
  'not-a-time': 'This is not a time of day. Write it like 2026-01-05 08:30.',
  'count-line-unknown': 'The count sheet has no such line (unknown row key). Fill in the exported sheet.',
  'count-line-of-another-sheet': 'This line belongs to sheet {{sheetNo}}. Import the file of that sheet.',
  'count-file-of-another-sheet':
    'Row {{rowNo}} does not belong to sheet {{sheetNo}}. Nothing of the file was taken; please choose the right file.',
  'count-file-outdated':
    'This file was taken out as number {{exportRev}}; number {{latestRev}} was taken out since. Nothing of the file was taken; please use the latest one.',
  'count-row-check-differs':
    'The hidden key of this row was changed or pasted from another file. Please fill in line {{lineNo}} again in the file as it was taken out.',
  'count-value-missing': 'There is no quantity. Please fill in what was counted.',
  'bin-code-differs':
    'The bin differs from the sheet, where it is {{suggested}}. Please change it back; goods in a wrong place belong under "Found items".',
  'count-time-outside': 'Counted before the sheet was sent out ({{from}}). Please check the time of the count.',
  'count-entered-later':
    '{{by}} entered a later count at {{at}}, so this row was not taken. To change it, enter the count on its page or fill in a later time.',
  'count-line-not-in-round':
    'This line is not counted in the present round ({{round}}). Please delete the row, or take out the sheet of this round.',
  'bin-unknown': 'The warehouse has no such bin. Please check the bin.',
  'count-already-on-sheet':
    'This part in this bin is on line {{lineNo}} of the sheet already. Please fill it in there.',
  'count-left-blank': 'There is no quantity; the line stays uncounted.',
  'count-looks-odd':
    'A doubtful quantity ({{triggers}}: R4 unit, R5 swapped digits, R7 far too many). Please check before taking it in.',
  'text-normalised': 'Full-width digits were converted.',
  'count-overwrites': 'Overwrites the entry of {{by}} at {{at}}.',
  'unit-unknown': 'This part has no such unit. Known are: {{units}}.',
  'part-code-differs':
    'The part number differs from the sheet (Excel may have removed leading zeros). It was {{suggested}}.',
  'count-sheet-closed': 'This sheet is not being counted any more. Ask the supervisor to reopen it.',
  'import-not-whole':
    '{{rows}} rows cannot be taken in and you chose "only when every row is good", so none was. Correct them, or clear that choice.',
  'request-unknown': 'There is no repair request with this number. Check the number.',
  'dispatch-out-of-time': 'A dispatch lies after the report and not in the future. Check the time.',
  'refused-and-arrived': 'A refused dispatch has no arrival. Take one of the two out.',
  'preauth-in-use': 'A claim names this approval: its vehicle and station stay. Give another one.',
} as const;
