import Foundation
import Testing

@testable import Datasets

@Suite struct RecordLineTests {
  static let records = [
    Record(id: "a:1", text: "가", label: nil, kind: .raw, source: "a", licence: "CC0-1.0"),
    Record(
      id: "a:\"2\"", text: "줄\n바꿈\t\\ \u{7F}\u{1} 😀", label: .unsafe,
      categories: ["fraud": true, "cyber": false],
      kind: .request, register: "banmal", source: "a", licence: "MIT", language: "ko-Hang", group: "g",
      history: ["앞", "말"], origin: .translated, parent: "e:1", sourceText: "text",
      operations: [.init(name: "hangul-form", version: "1"), .init(name: "pii-mask", version: "2")]),
  ]

  @Test("A record's line is read as the same record", arguments: records)
  func roundTrip(record: Record) throws {
    var line: [UInt8] = []
    RecordLine.append(record, to: &line)
    #expect(try RecordLine.record(line) == record)
    #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line)) }
    #expect(!line.contains(0x0A))
  }

  @Test("Members stand in a fixed order and absent ones are left out")
  func bytes() {
    var line: [UInt8] = []
    RecordLine.append(Self.records[0], to: &line)
    #expect(
      String(decoding: line, as: UTF8.self)
        == #"{"id":"a:1","text":"가","kind":"raw","language":"ko","source":"a","licence":"CC0-1.0"}"#)
  }

  @Test(
    "A line that is no record is refused with the member at fault",
    arguments: [
      ("[]", RecordLine.Fault.notAnObject(byteOffset: 0)), (#"{"id":1}"#, .member("kind")),
      (#"{"kind":"request","id":1}"#, .member("id")), (#"{"kind":"poem"}"#, .member("kind")),
      (#"{"id":"1","text":"t","kind":"raw","source":"s","licence":"l","label":"maybe"}"#, .member("label")),
    ])
  func faults(line: String, fault: RecordLine.Fault) {
    #expect(throws: fault) { try RecordLine.record(Array(line.utf8)) }
  }
}
