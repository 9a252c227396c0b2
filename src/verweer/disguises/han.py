# SPDX-License-Identifier: Apache-2.0
"""Chinese names in their own signs."""

from random import Random

from verweer.disguises._hiding import disguise

_HAN = {"chen": "陈", "wang": "王", "li": "李", "zhao": "赵", "mei": "梅", "jing": "静", "lan": "兰", "wei": "伟", "xiu": "秀", "hua": "华",
        "liu": "刘", "huang": "黄", "sun": "孙", "zhou": "周", "fang": "芳", "ling": "玲", "yan": "燕", "min": "敏", "qing": "青", "yu": "玉", "hong": "红", "dan": "丹", "xia": "霞", "ping": "平", "tao": "涛", "lin": "林", "guo": "郭", "xu": "徐", "he": "何", "bo": "博",
        "jun": "君", "yue": "月", "shan": "珊", "rong": "蓉", "kai": "凯", "lei": "蕾", "tang": "唐", "deng": "邓", "feng": "冯", "song": "宋",
        "ying": "英", "na": "娜", "qiu": "秋", "fen": "芬", "zhen": "珍", "juan": "娟", "pan": "潘", "cao": "曹", "xie": "谢", "luo": "罗",
        "zhang": "张", "yang": "杨", "wu": "吴", "ma": "马", "ning": "宁", "hui": "慧", "xin": "欣", "ru": "如"}  # fmt: skip


@disguise("written in Han", names_only=True, culture="zh")
def han(piece: str, random: Random) -> str:
    del random
    return "".join(_HAN.get(word, word) for word in reversed(piece.lower().split(" ")))
