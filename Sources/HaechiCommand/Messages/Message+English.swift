extension Message {
  /// The sentence for English readers.
  var english: String {
    switch self {
    case .textAndInput:
      "Texts and --input cannot be given together: pass the texts as arguments or read them from the file."
    case .unknownCategory(let name, let valid):
      "--category-threshold: there is no category “\(name)”. Use one of: \(valid.joined(separator: ", "))."
    case .notAProbability(let option, let value):
      "\(option): “\(value)” is not a probability. Give a number from 0 to 1, such as 0.8."
    case .notACategoryThreshold(let value):
      "--category-threshold: “\(value)” is not NAME=X. Give a category and a number, such as violence=0.8."
    case .notAThreadCount(let value):
      "--threads: \(value) threads cannot be used. Give a number from 1 to 1024."
    case .notAnIterationCount(let value):
      "--iterations: \(value) is too few. Give a number from 1 on."
    case .fieldNeedsJSON:
      "--field names a field of JSON rows, but the input is not JSON. Add --format jsonl or leave --field out."
    case .columnNeedsTable:
      "--column names a column of a table, but the input is none. Add --format csv or tsv, or leave --column out."
    case .columnUnknown(let name, let valid):
      "--column: there is no column “\(name)”. The header has: \(valid.joined(separator: ", ")). Give one of these or a number from 1 to \(valid.count)."
    case .columnNotGiven(let valid):
      "The table has no column “text”. Say with --column which holds the text: \(valid.joined(separator: ", "))."
    case .fileMissing(let path):
      "There is no file \(path). Check the path."
    case .fileIsDirectory(let path):
      "\(path) is a directory. Name a file in it."
    case .fileForbidden(let path):
      "\(path) may not be read. Give yourself permission (chmod u+r) or copy it to where you may read."
    case .fileUnreadable(let path, let reason):
      "Reading \(path) failed: \(reason). Check the disk or copy the file and try again."
    case .modelInvalid(let path, let fault):
      "\(path) cannot be used as a model. \(fault.text(in: .en)) Without --model the one inside is used."
    case .modelAbsent:
      "This build has no model inside. Name a bundle with --model, or build from a release."
    case .modelDefaultInvalid(let fault):
      "The model inside this build cannot be used. \(fault.text(in: .en)) Build from a release, or name a bundle with --model."
    case .outputFailed(let reason):
      "Writing the output failed: \(reason). What was written so far is whole lines; free space or choose another place and run again."
    case .rowNotUTF8(let offset):
      "not UTF-8 at byte offset \(offset) of the row"
    case .rowNotJSON(let offset):
      "not JSON at byte offset \(offset) of the row"
    case .rowNotAnObject:
      "not a JSON object"
    case .rowWithoutField(let name):
      "no field “\(name)”"
    case .rowFieldNotText(let name):
      "field “\(name)” is not a string"
    case .rowWithoutColumn(let number, let found):
      "no column \(number): the row has \(found)"
    case .rowUnterminatedQuote:
      "a quote is opened and never closed"
    case .rowTooLong(let limit):
      "longer than \(limit / (1 << 20)) MiB"
    case .stoppedAtBadRow(let line):
      "Stopped at line \(line), the first bad row (--strict). Mend the row, or run without --strict to go on past it."
    case .badRow(let line, let problem):
      "line \(line): \(problem)"
    case .readingFromTerminal:
      "Type a text and press Enter; Ctrl-D ends."
    case .progress(let rows, let perSecond, let errors):
      "\(grouped(rows)) rows · \(grouped(perSecond)) rows/s · \(grouped(errors)) errors"
    case .summary(let rows, let unsafe, let errors, let seconds, let perSecond):
      "\(grouped(rows)) rows · \(grouped(unsafe)) unsafe · \(grouped(errors)) errors · \(tenths(seconds)) s · \(grouped(perSecond)) rows/s"
    case .label(let unsafe):
      unsafe ? "unsafe" : "safe  "
    case .risk(let percent):
      "risk \(percent)"
    case .truncatedAt(let bytes):
      "only the first \(bytes / (1 << 20)) MiB was read"
    case .benchColdStartFailed(let reason):
      "The cold start could not be timed: \(reason). Run the installed haechi by its path."
    case .notAResampleCount(let value):
      "--resamples is \(value); it must lie between 1 and 1,000,000."
    case .fileUnwritable(let path, let reason):
      "Cannot write \(path): \(reason). Name a file in a folder that exists and that you may write to."
    case .spmTrain(let fault): fault.text(in: .en)
    case .corpus(let fault): fault.text(in: .en)
    case .workshop(let fault):
      fault.text(in: .en)
    case .spm(let fault):
      fault.text(in: .en)
    }
  }
}

/// `number` with a comma before every third digit.
func grouped(_ number: Int) -> String {
  let digits = Array(String(number.magnitude).utf8)
  var bytes: [UInt8] = number < 0 ? [UInt8(ascii: "-")] : []
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index) % 3 == 0 { bytes.append(UInt8(ascii: ",")) }
    bytes.append(digit)
  }
  return String(decoding: bytes, as: UTF8.self)
}

/// `number` with one decimal.
func tenths(_ number: Double) -> String {
  let scaled = Int((number * 10).rounded())
  return "\(grouped(scaled / 10)).\(scaled % 10)"
}
