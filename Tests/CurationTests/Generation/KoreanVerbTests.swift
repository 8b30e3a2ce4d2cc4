import Testing

@testable import Curation

@Suite struct KoreanVerbTests {
  @Test(
    "Verbs take their endings as the orthography writes them",
    arguments: [
      // dictionary form: 는, ㄴ, ㄹ, 면, 려면, 아, 았는데
      ("가다", "가는 간 갈 가면 가려면 가 갔는데"), ("먹다", "먹는 먹은 먹을 먹으면 먹으려면 먹어 먹었는데"),
      ("찾다", "찾는 찾은 찾을 찾으면 찾으려면 찾아 찾았는데"), ("하다", "하는 한 할 하면 하려면 해 했는데"),
      ("만들다", "만드는 만든 만들 만들면 만들려면 만들어 만들었는데"), ("끓이다", "끓이는 끓인 끓일 끓이면 끓이려면 끓여 끓였는데"),
      ("배우다", "배우는 배운 배울 배우면 배우려면 배워 배웠는데"), ("보다", "보는 본 볼 보면 보려면 봐 봤는데"),
      ("쓰다", "쓰는 쓴 쓸 쓰면 쓰려면 써 썼는데"), ("담그다", "담그는 담근 담글 담그면 담그려면 담가 담갔는데"),
      ("고르다", "고르는 고른 고를 고르면 고르려면 골라 골랐는데"), ("누르다", "누르는 누른 누를 누르면 누르려면 눌러 눌렀는데"),
      ("이르다/러", "이르는 이른 이를 이르면 이르려면 이르러 이르렀는데"), ("묻다/ㄷ", "묻는 물은 물을 물으면 물으려면 물어 물었는데"),
      ("묻다", "묻는 묻은 묻을 묻으면 묻으려면 묻어 묻었는데"), ("돕다/ㅂ", "돕는 도운 도울 도우면 도우려면 도와 도왔는데"),
      ("굽다/ㅂ", "굽는 구운 구울 구우면 구우려면 구워 구웠는데"), ("입다", "입는 입은 입을 입으면 입으려면 입어 입었는데"),
      ("짓다/ㅅ", "짓는 지은 지을 지으면 지으려면 지어 지었는데"), ("씻다", "씻는 씻은 씻을 씻으면 씻으려면 씻어 씻었는데"),
      ("보내다", "보내는 보낸 보낼 보내면 보내려면 보내 보냈는데"), ("켜다", "켜는 켠 켤 켜면 켜려면 켜 켰는데"),
      ("되다", "되는 된 될 되면 되려면 돼 됐는데"), ("팔다", "파는 판 팔 팔면 팔려면 팔아 팔았는데"),
      ("열다", "여는 연 열 열면 열려면 열어 열었는데"), ("줄이다", "줄이는 줄인 줄일 줄이면 줄이려면 줄여 줄였는데"),
      ("비교하다", "비교하는 비교한 비교할 비교하면 비교하려면 비교해 비교했는데"), ("싣다/ㄷ", "싣는 실은 실을 실으면 실으려면 실어 실었는데"),
      ("뛰다", "뛰는 뛴 뛸 뛰면 뛰려면 뛰어 뛰었는데"), ("모으다", "모으는 모은 모을 모으면 모으려면 모아 모았는데"),
    ])
  func forms(dictionaryForm: String, expected: String) throws {
    let verb = try #require(KoreanVerb(dictionaryForm))
    let endings: [KoreanVerb.Ending] = [.neun, .n, .l, .myeon, .ryeomyeon, .a, .past]
    #expect(endings.map(verb.form) == expected.split(separator: " ").map(String.init))
  }

  @Test("Endings that begin with a consonant leave the stem alone")
  func plain() throws {
    let verb = try #require(KoreanVerb("묻다/ㄷ"))
    #expect([.gi, .go, .ji].map(verb.form) == ["묻기", "묻고", "묻지"])
  }

  @Test("What is no dictionary form is refused", arguments: ["", "다", "가", "abc다", "묻다/x"])
  func refused(text: String) { #expect(KoreanVerb(text) == nil) }
}
