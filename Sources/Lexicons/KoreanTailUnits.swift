/// The units of the grammar of tails.
enum KoreanTailUnits {
  /// The units by their first syllable.
  static let byFirst: [UInt32: [KoreanTail.Unit]] = {
    var table: [UInt32: [KoreanTail.Unit]] = [:]
    for unit in all { table[unit.scalars[0], default: []].append(unit) }
    return table
  }()

  private typealias States = KoreanTail.States

  private static let all: [KoreanTail.Unit] = particles + nouns + copula + verbs + endings

  private static func units(
    _ words: String, from: States, to: States, _ condition: KoreanTail.Condition = .any
  ) -> [KoreanTail.Unit] {
    words.split(separator: " ").map { word in
      KoreanTail.Unit(
        scalars: word.unicodeScalars.map(\.value), from: from, to: to, condition: condition)
    }
  }

  /// Particles; after one only those that may stack follow.
  private static let particles: [KoreanTail.Unit] =
    units("은 이 을 과", from: .noun, to: .particle, .closed)
    + units("는 가 를 와", from: .noun, to: .particle, .open)
    + units("으로 으로서 으로써", from: .noun, to: .particle, .closedNotRieul)
    + units("로 로서 로써", from: .noun, to: .particle, .openOrRieul)
    + units("이랑 이나 이든 이든지 이라도 이야 이여 아", from: .noun, to: .particle, .closed)
    + units("랑 나 든 든지 라도 야 여", from: .noun, to: .particle, .open)
    + units(
      "의 에 에서 에게 에게서 한테 한테서 께 께서 더러 보고 하고 도 만 까지 부터 마저 조차 밖에 처럼 같이 보다 대로 만큼 마다 씩 뿐 따라 치고 커녕 은커녕 는커녕 이라고는 라고는",
      from: .noun, to: .particle)
    + units("은 을 도 만 까지 부터 조차 마저 밖에 뿐 이나 이라도 요 이야 인데 이다 이지 이고 입니다 이에요", from: .particle, to: .particle)
    + units("는 를 나 라도 의 로 야 서", from: .particle, to: .particle, .open)

  /// Words that stick to a noun and make one again.
  private static let nouns: [KoreanTail.Unit] =
    units("들 님 씨 짓 질 놈 년 놈들 년들 새끼 새끼들 녀석 자식 꾼 범 쟁이 쯤 정도 때문 덕분 관련 것 거 게", from: .noun, to: .noun)

  /// 이다 with its endings; 이 falls away behind a vowel.
  private static let copula: [KoreanTail.Unit] = {
    let forms =
      "다 고 며 지 지만 노 누 죠 지요 면 면서 니 니까 냐 냐고 네 네요 라 라고 라는 라며 라서 라면 라니 란 래 래요 였다 였어 였어요 였는데 였음 였던 였으면 였지 였네 던 던데 더라 더라고 더니 구나 군 군요 거든 거든요 잖아 잖아요 자 다가"
    let full = forms.split(separator: " ").map { "이\($0)" }.joined(separator: " ")
    return units(forms, from: .noun, to: .final, .open)
      + units(full, from: [.noun, .particle], to: .final)
      + units(
        "인데 인데요 인가 인가요 인지 인지도 인 일 임 입니다 입니까 이에요 이예요 예요 에요 이었다 이었어 이었는데 이었던 이었음 일까 일까요 일듯 인듯 인척 인걸 인줄 일거야",
        from: [.noun, .particle], to: .final)
      + units("임", from: .noun, to: .noun)
  }()

  /// The verbs that nouns make, in the forms that their syllables take.
  private static let verbs: [KoreanTail.Unit] = {
    var units: [KoreanTail.Unit] = []
    // Stem, past, infinitive, adnominal, prospective, nominal, polite.
    let table = [
      "하 했 해 한 할 함 합", "되 됐 돼 된 될 됨 됩", "되 되었 되어 된 될 됨 됩", "하 하였 하여 한 할 함 합",
      "시키 시켰 시켜 시킨 시킬 시킴 시킵", "당하 당했 당해 당한 당할 당함 당합",
      "거리 거렸 거려 거린 거릴 거림 거립", "치 쳤 쳐 친 칠 침 칩", "받 받았 받아 받은 받을 받음 받습",
      "같 같았 같아 같은 같을 같음 같습", "스럽 스러웠 스러워 스러운 스러울 스러움 스럽습",
      "답 다웠 다워 다운 다울 다움 답습", "없 없었 없어 없는 없을 없음 없습", "있 있었 있어 있는 있을 있음 있습",
      "걸리 걸렸 걸려 걸린 걸릴 걸림 걸립", "부리 부렸 부려 부린 부릴 부림 부립",
    ]
    let states: [States] = [.stem, .past, .infinitive, .adnominal, .prospective, .noun, .polite]
    for row in table {
      for (form, state) in zip(row.split(separator: " "), states) {
        units += KoreanTailUnits.units(String(form), from: .noun, to: state)
      }
    }
    return units
  }()

  /// The endings of those verbs.
  private static let endings: [KoreanTail.Unit] =
    units(
      "다 고 고요 는데 는데요 는지 는지도 면 면서 면은 니 니까 지 지만 지마 지마라 지마세요 지말고 지말아 지말라 지말라고 지말자 지않 게 게끔 네 네요 냐 냐고 냐는 자 자고 자는 던 던데 려 려고 려는 려면 러 며 거나 기도 라 라고 라는 라며 세요 십시오 시오 시는 신 다가 도록 잖아 잖아요 죠 지요 더라 더라고 더니 든 든지 길래 노 누 는거 는게 는걸 는법 는놈 는년 는새끼 구나 군 은데 으니 으니까 으면 습니다 습니까 아서 어서 아요 어요",
      from: .stem, to: .final)
    + units(
      "려 려서 려고 려라 렸다 렸어 린 릴 릴까 립니다 아 어 아라 어라 아야 어야 았다 었다 았어 었어 은 을 을까 을래 자니 줘 주", from: .stem, to: .final)
    + units("는", from: .stem, to: .adnominal)
    + units("기", from: .stem, to: .noun)
    + units(
      "다 어 어요 는데 는데요 는지 던 던데 지 지만 지요 죠 네 네요 냐 냐고 으면 으면서 으니 으니까 다고 다는 다며 다가 다면 거든 거든요 잖아 잖아요 습니다 습니까 고 을 을까 을때 더라 더라고 더니 노 누 음 었 구나 군",
      from: .past, to: .final)
    + units(
      "서 도 야 야지 야만 라 요 줘 줘라 주 주는 주라 줄 줄까 줄게 주세요 주실 준 봐 봐라 보고 보자 본 볼 봤어 버려 버린 버릴 버렸 버리고 놓고 놨어 둬 댔 대는 대고 가지고 갖고 진 질 지는 져 졌 졌다 먹고 먹는 달라고 달라는",
      from: .infinitive, to: .final)
    + units(
      "다 다고 다는 다니 다며 다면 데 데요 지 거 것 거야 건데 걸 척 줄 듯 적 후 뒤 다음 놈 년 새끼 놈들 년들 새끼들 사람 애 애들 테 가", from: .adnominal,
      to: .noun)
    + units(
      "까 까요 까봐 게 게요 래 래요 지 지도 듯 거 것 거야 건데 수 때 려고 뻔 줄 만 만한 테니 테 놈 년 새끼 정도", from: .prospective, to: .noun)
    + units("니다 니까 니다만 시다", from: .polite, to: .final)
    + units("요 는 도 만 고", from: .final, to: .final)
}
