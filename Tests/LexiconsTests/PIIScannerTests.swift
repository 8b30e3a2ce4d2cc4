import Foundation
import Testing

@testable import Lexicons

@Suite struct PIIScannerTests {
  static let scanner = Result { try PIIScanner.bundled() }

  static func kinds(_ text: String) throws -> [PIIKind] { try scanner.get().matches(in: text).map(\.kind) }

  // Numbers are invented: dates that no one has, prefixes that are not given out, addresses for documentation.
  @Test(
    "Personal data is found for what it is",
    arguments: [
      ("주민번호 900101-1234568 입니다", [.residentNumber]), ("900101-1234567", [.residentNumber]),
      ("주민등록번호는 9001011234568이야", [.residentNumber]), ("９００１０１－１２３４５６８", [.residentNumber]),
      ("9\u{200B}00101-123\u{200B}4568", [.residentNumber]), ("211231-3123456", [.residentNumber]),
      ("900101–1234568", [.residentNumber]), ("900101 1234568", [.residentNumber]),
      ("외국인등록번호 900101-5234567", [.foreignerNumber]), ("010-0000-1234", [.mobilePhone]),
      ("01000001234로 연락해", [.mobilePhone]), ("010 0000 1234", [.mobilePhone]),
      ("010.0000.1234", [.mobilePhone]),
      ("０１０－００００－１２３４", [.mobilePhone]), ("①①", []), ("+82-10-0000-1234", [.mobilePhone]),
      ("+82 10 0000 1234", [.mobilePhone]), ("0-1-0-0-0-0-0-1-2-3-4", [.mobilePhone]),
      ("공일공 영영영영 일이삼사", [.mobilePhone]), ("공일공-0000-1234로 전화해", [.mobilePhone]),
      ("011-000-1234", [.mobilePhone]),
      ("02-000-1234", []), ("02-700-1234", [.landlinePhone]), ("(02)700-1234", [.landlinePhone]),
      ("031-0000-1234", [.landlinePhone]), ("070-0000-1234", [.landlinePhone]),
      ("1577-0000", [.representativePhone]),
      ("고객센터 1588-0000으로", [.representativePhone]), ("4111-1111-1111-1111", [.cardNumber]),
      ("카드 4111111111111111", [.cardNumber]), ("4111-1111-1111-1112", []),
      ("3782-822463-10005", [.cardNumber]),
      ("220-81-62517", [.businessNumber]), ("220-81-62518", []), ("면허번호 11-12-345678-90", [.driverLicence]),
      ("여권 M12345678", [.passport]), ("M123A4567", [.passport]), ("user@example.com으로 보내", [.email]),
      ("user.name+tag@mail.example.co.kr", [.email]), ("user골뱅이example.com", [.email]),
      ("ｕｓｅｒ＠ｅｘａｍｐｌｅ．ｃｏｍ", [.email]), ("192.0.2.17", [.ipv4]), ("2001:db8::ff00:42:8329", [.ipv6]),
      ("2001:0db8:85a3:0000:0000:8a2e:0370:7334", [.ipv6]), ("12가 3456", [.vehiclePlate]),
      ("123가4567 차주", [.vehiclePlate]),
      ("국민은행 123456-78-901234 입금", [.bankAccount]), ("카카오뱅크 3333-01-2345678로 이체", [.bankAccount]),
      ("계좌 110123456789", [.bankAccount]), ("신한 110-123-456789 계좌", [.bankAccount]),
      ("서울특별시 강남구 테헤란로 123", [.postalAddress]), ("경기도 성남시 분당구 판교역로 235, 101동 1503호", [.postalAddress]),
      ("부산 해운대구 우동 1408번지", [.postalAddress]), ("주소는 마포구 월드컵북로 396이야", [.postalAddress]),
    ] as [(String, [PIIKind])])
  func found(text: String, expected: [PIIKind]) throws {
    #expect(try Self.kinds(text) == expected, "\(text)")
    // The same in NFD, as file names and copies from macOS have it.
    #expect(try Self.kinds(decomposed(text)) == expected, "NFD of \(text)")
  }

  @Test(
    "Dates, prices, order numbers, versions, times and counts are none",
    arguments: [
      "2024-01-15", "2024.01.15 14:30:25", "1,234,567원", "가격은 15,000원", "주문번호 20240115-0012345", "버전 1.2.3.4",
      "v10.15.7.1", "Swift 6.3.1", "12:34:56", "3.141592653589793", "100조 5000억", "52주 2000원", "10자 1000개",
      "1592-1598년", "2시간 30분", "부산으로 2시간", "서울로 3시간 걸려", "112에 신고", "109로 전화", "1366", "117",
      "900101", "901301-1234567", "900132-1234567", "12345678", "123-456-789", "1234-5678",
      "ISBN 979-11-5839-000-0",
      "00:1A:2B:3C:4D:5E", "1.2.3", "256.1.1.1", "a@b", "@멘션", "user@", "010", "010-1234", "2024학년도 3-1반",
      "점수 10-9-8-7", "우편번호 06236", "버스 143번", "KTX 101열차", "3번 출구에서 100미터", "A4 용지 500매",
    ])
  func benign(text: String) throws {
    #expect(try Self.kinds(text).isEmpty, "\(text)")
  }

  @Test("A wrong check digit makes a resident's number less sure, none makes it none")
  func confidence() throws {
    let scanner = try Self.scanner.get()
    #expect(scanner.matches(in: "900101-1234568").map(\.confidence) == [.high])
    #expect(scanner.matches(in: "900101-1234567").map(\.confidence) == [.medium])
    #expect(scanner.matches(in: "주민번호 900101-1234567").map(\.confidence) == [.high])
    #expect(scanner.matches(in: "9001011234567").isEmpty)
    let all = try PIIScanner.bundled(minimum: .low)
    #expect(all.matches(in: "9001011234567").map(\.confidence) == [.low])
    #expect(all.matches(in: "990230-1234567").map(\.kind).contains(.residentNumber) == false)
  }

  @Test(
    "Masking keeps the shape and hides the rest",
    arguments: [
      ("900101-1234568", "900101-1******"), ("전화 010-0000-1234야", "전화 010-****-1234야"),
      ("02-700-1234", "02-***-1234"),
      ("4111-1111-1111-1111", "4111-****-****-1111"), ("user@example.com", "u***@example.com"),
      ("192.0.2.17", "192.0.*.**"), ("2001:db8::ff00:42:8329", "2001:db8::****:**:****"),
      ("12가 3456", "12가 ****"),
      ("220-81-62517", "220-81-*****"), ("1577-0000", "1577-0000"), ("여권 M12345678", "여권 M1*****78"),
      ("오늘 날씨", "오늘 날씨"), ("０１０－００００－１２３４", "０１０－＊＊＊＊－１２３４"),
    ])
  func masking(text: String, expected: String) throws {
    let scanner = try Self.scanner.get()
    #expect(scanner.masked(text) == expected)
    #expect(scanner.masked(text).utf8.count == text.utf8.count)
    #expect(scanner.masked(scanner.masked(text)) == scanner.masked(text))
  }

  @Test("Spans hold the whole number and nothing else")
  func spans() throws {
    let text = "제 번호는 ０１０-\u{200B}0000-1234, 메일은 user@example.com입니다."
    let found = try Self.scanner.get().matches(in: text).map { piece(text, $0.source) }
    #expect(found == ["０１０-\u{200B}0000-1234", "user@example.com"])
  }

  @Test(
    "Any bytes give matches in order that do not overlap, and masking keeps every offset", arguments: 0..<60)
  func anyBytes(seed: Int) throws {
    let scanner = try PIIScanner.bundled(minimum: .low)
    var numbers = SeededNumbers(seed: UInt64(seed))
    let pieces = [
      "010", "-", "1234", "0000", " ", "가", "@", "example.com", ".", ":", "2001", "서울", "강남구", "로",
      "900101-1", "공일공", "번지", "12", "M",
    ]
    .map { Array($0.utf8) }
    var bytes: [UInt8] = []
    for _ in 0..<80 {
      bytes += pieces[Int.random(in: 0..<pieces.count, using: &numbers)]
      if Int.random(in: 0..<9, using: &numbers) == 0 {
        bytes.append(UInt8.random(in: 0...255, using: &numbers))
      }
    }
    let matches = scanner.matches(in: .init(utf8: bytes))
    for (left, right) in zip(matches, matches.dropFirst()) {
      #expect(left.source.upperBound <= right.source.lowerBound)
    }
    let masked = PIIScanner.masked(bytes, matches: matches)
    #expect(masked.count == bytes.count)
    let hidden = Set(matches.flatMap { $0.kind.isPersonal ? $0.hidden.flatMap(Array.init) : [] })
    for index in bytes.indices where !hidden.contains(index) { #expect(masked[index] == bytes[index]) }
  }

  @Test("A long run of digits and separators takes linear time", .timeLimit(.minutes(1)))
  func linear() throws {
    let scanner = try Self.scanner.get()
    for unit in ["0-", "010-", "공일", "1.", "a@", ":", "서울 강남구 ", "900101-1"] {
      _ = scanner.matches(in: .init(String(repeating: unit, count: 4_000)))
    }
  }
}
