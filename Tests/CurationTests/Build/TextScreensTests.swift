import Testing

@testable import Curation

@Suite struct TextScreensTests {
  @Test("The standard screens cover a telephone number and leave plain text alone")
  func personalData() throws {
    let screens = try TextScreens.standard()
    let found = try #require(screens.personalData("제 번호는 010-1234-5678이에요"))
    #expect(found.kinds == ["mobile_phone"])
    #expect(found.masked == "제 번호는 010-****-5678이에요")
    #expect(screens.personalData("오늘 저녁 뭐 먹지") == nil)
    #expect(screens.reading("오늘 저녁 뭐 먹지") == nil)
  }
}
