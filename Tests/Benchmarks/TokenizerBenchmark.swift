import Foundation
import Normalization
import Tokenization

/// Prints what normalizing, training, encoding and decoding cost, in MB of input per second of this process's
/// processor time.
///
/// Arguments: a text file, read by lines, and a `.model` to encode with. Without a file the text is made up of
/// random words with a Zipf distribution, which flatters caches; without a model the text trains one.
func runTokenizerBenchmark(_ arguments: [String] = []) throws {
  let lines = try arguments.first.map(readLines) ?? madeUpLines(bytes: 8_000_000)
  let bytes = lines.reduce(0) { $0 + $1.count }
  print("text                \(lines.count) lines, \(bytes) bytes; ICU \(UnicodeForm.icuVersion)")
  try measureForms(lines, bytes: bytes)

  var model: SentencePieceModel
  if arguments.count > 1 {
    model = try SentencePieceModel(serialized: readBytes(arguments[1]))
  } else {
    let start = processSeconds()
    model = try BPETrainer().train(lines: lines)
    print("train BPE 8192      \(String(format: "%.2f", processSeconds() - start)) s")
  }
  let file = model.serialized()
  try report("read .model", bytes: file.count) { model = try SentencePieceModel(serialized: file) }
  var tokenizer = try Tokenizer(model: model)
  var start = processSeconds()
  tokenizer = try Tokenizer(model: model)
  print("build tokenizer     \(String(format: "%.1f", (processSeconds() - start) * 1000)) ms")
  let texts = lines.map { AlignedText(utf8: $0) }
  var encodings: [[Int32]] = []
  report("encode", bytes: bytes) { encodings = texts.map { tokenizer.encode($0).ids } }
  report("decode", bytes: bytes) { for ids in encodings { _ = tokenizer.decodedBytes(ids) } }
  print("tokens              \(encodings.reduce(0) { $0 + $1.count })")
  for unit in ["ㅋ", "가", "x", " ", "\u{301}"] {
    let text = AlignedText(utf8: Array(String(repeating: unit, count: 1_000_000 / unit.utf8.count).utf8))
    start = processSeconds()
    _ = tokenizer.encode(HangulForm.normalize(text))
    let milliseconds = String(format: "%.1f", (processSeconds() - start) * 1000)
    print("1 MB of U+\(String(unit.unicodeScalars.first?.value ?? 0, radix: 16))       \(milliseconds) ms")
  }
}

private func measureForms(_ lines: [[UInt8]], bytes: Int) throws {
  let texts = lines.map { AlignedText(utf8: $0) }
  report("hangul form", bytes: bytes) { for text in texts { _ = HangulForm.normalize(text) } }
  let decomposed = try texts.map { AlignedText(utf8: try UnicodeForm.nfd.apply(to: $0).utf8) }
  let long = decomposed.reduce(0) { $0 + $1.utf8.count }
  report("hangul form of NFD", bytes: long) { for text in decomposed { _ = HangulForm.normalize(text) } }
  try report("NFC by ICU", bytes: bytes) { for text in texts { _ = try UnicodeForm.nfc.apply(to: text) } }
  try report("NFC by ICU of NFD", bytes: long) {
    for text in decomposed { _ = try UnicodeForm.nfc.apply(to: text) }
  }
}

/// Prints the median rate of five runs.
private func report(_ name: String, bytes: Int, _ body: () throws -> Void) rethrows {
  var seconds: [Double] = []
  for _ in 0..<5 {
    let start = processSeconds()
    try body()
    seconds.append(processSeconds() - start)
  }
  let rate = Double(bytes) / 1e6 / seconds.sorted()[2]
  print(name.padding(toLength: 20, withPad: " ", startingAt: 0) + String(format: "%.1f MB/s", rate))
}

private func processSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

private func readBytes(_ path: String) throws -> [UInt8] {
  [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
}

private func readLines(_ path: String) throws -> [[UInt8]] {
  try readBytes(path).split(separator: 0x0A).map(Array.init)
}

/// Lines of ten words out of 20,000, the k-th as frequent as 1/k, each with a particle.
private func madeUpLines(bytes: Int) -> [[UInt8]] {
  var state: UInt64 = 1
  func random(_ limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(limit))
  }
  let particles = ["는", "이", "을", "에서", "도", "", "까지", "하고", "만", "했다."].map { Array($0.utf8) }
  let words = (0..<20_000).map { _ in
    (0..<random(3) + 1).reduce(into: [UInt8]()) { word, _ in
      UTF8Scalar.append(0xAC00 + UInt32(random(800) * 14), to: &word)
    }
  }
  var lines: [[UInt8]] = []
  var total = 0
  while total < bytes {
    var line: [UInt8] = []
    for _ in 0..<10 {
      // exp of a uniform logarithm: density 1/k.
      let rank = Int(exp(Double(random(1_000_000)) / 1e6 * log(20_000))) - 1
      line += words[rank] + particles[random(particles.count)] + [0x20]
    }
    line.removeLast()
    total += line.count
    lines.append(line)
  }
  return lines
}
