import Foundation
import Testing

struct NormalizeBenchTests {
  @Test("bench normalize times every form beside ICU and names the versions")
  func report() throws {
    let scratch = try Scratch()
    let path = try scratch.file("a.txt", "오늘 날씨 어때\n해치는 문 앞을 지킨다.\n")
    let run = try HaechiProcess.run([
      "bench", "normalize", "--file", path, "--rounds", "1", "--bytes", "2000", "--json",
    ])
    #expect(run.status == 0)
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    let rows = try #require(report["rows"] as? [[String: Any]])
    let names = rows.compactMap { $0["name"] as? String }
    for name in [
      "NFC to nfc", "NFC to nfc, ICU", "NFD to nfc", "NFC to nfkc-casefold", "NFD to hangul", "memcpy",
    ] {
      #expect(names.contains(name))
    }
    for row in rows { #expect(try #require(row["mb_per_cpu_s"] as? Double) > 0) }
    #expect(report["icu"] is String && report["unicode"] is String)
    let queries = try #require(report["deobfuscation_100_characters"] as? [String: Any])
    #expect(try #require(queries["p50_us"] as? Double) > 0)
    #expect(try HaechiProcess.run(["bench", "normalize", "--rounds", "0"]).status == 64)
    #expect(try HaechiProcess.run(["bench", "normalize", "--file", "/no/such"]).status == 66)
  }
}
